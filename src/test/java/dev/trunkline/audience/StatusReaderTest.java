package dev.trunkline.audience;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusReaderTest {

    private static final String ACCOUNT = "'account':{'id':'7','username':'ann','acct':'ann@far.example'}";

    private static Status read(String members) throws MalformedStatus {
        return StatusReader.read(("{" + members.replace('\'', '"') + "}").getBytes(UTF_8));
    }

    @Test
    void readsWhatTheChecksNeed() throws MalformedStatus {
        Status status = read(
                "'id':'1','language':'en',"
                        + ACCOUNT
                        + ",'mentions':[{'id':'8','acct':'x'},{'acct':'y','id':9},{'id':'8'}],'local_only':true,'emojis':[{'a':{}}]");
        assertEquals(7, status.author());
        assertEquals("far.example", status.domain());
        assertFalse(status.local());
        assertEquals(Set.of(8L, 9L), status.mentioned());
        assertEquals("en", status.language());
        assertTrue(status.localOnly());
        assertFalse(status.filtered());
    }

    @Test
    void readsALocalAuthor() throws MalformedStatus {
        Status status = read("'account':{'id':'7','username':'ann','acct':'ann'},'mentions':[]");
        assertTrue(status.local());
        assertNull(status.domain());
        assertNull(status.language());
        assertFalse(status.localOnly());
    }

    @Test
    void takesTheLastOfDuplicateKeys() throws MalformedStatus {
        Status status = read("'account':{'id':'1','acct':'x','username':'x'},'mentions':[{'id':'5'}],'language':'de',"
                + ACCOUNT
                + ",'mentions':[{'id':'6','id':'7'}],'language':null");
        assertEquals(7, status.author());
        assertEquals(Set.of(7L), status.mentioned());
        assertNull(status.language());
    }

    @Test
    void readsTheTextsInTheProtocolsOrder() throws MalformedStatus {
        Status status = read("'media_attachments':[{'description':'m1'},{'description':null},{'type':'image'}],"
                + "'poll':{'options':[{'title':'o1','votes_count':1},{'title':'o2'}]},'content':'c','spoiler_text':'s',"
                + ACCOUNT
                + ",'mentions':[]");
        assertEquals("s\n\nc\n\no1\n\no2\n\nm1\n\n\n\n", status.text().text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'filtered':null    | true
                    'filtered':[]      | true
                    'filtered':{'a':1} | true
                    'x':{'filtered':1} | false
                    """, quoteCharacter = '`')
    void readsWhetherThereIsAFilteredMember(String member, boolean filtered) throws MalformedStatus {
        assertEquals(filtered, read(member + "," + ACCOUNT + ",'mentions':[]").filtered());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            false | false
            null  | false
            true  | true
            1     | true
            'no'  | true
            {}    | true
            """)
    void takesAnyValueButFalseAndNullForLocalOnly(String value, boolean localOnly) throws MalformedStatus {
        assertEquals(
                localOnly,
                read("'local_only':" + value + "," + ACCOUNT + ",'mentions':[]").localOnly());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'id':'1'",
                "'mentions':[]",
                ACCOUNT,
                ACCOUNT + ",'mentions':null",
                ACCOUNT + ",'mentions':{}",
                ACCOUNT + ",'mentions':['8']",
                ACCOUNT + ",'mentions':[{}]",
                ACCOUNT + ",'mentions':[{'id':'x'}]",
                ACCOUNT + ",'mentions':[{'id':''}]",
                ACCOUNT + ",'mentions':[{'id':8.5}]",
                ACCOUNT + ",'mentions':[{'id':'99999999999999999999'}]",
                ACCOUNT + ",'mentions':[{'id':'9223372036854775808'}]",
                "'account':null,'mentions':[]",
                "'account':'7','mentions':[]",
                "'account':[],'mentions':[]",
                "'account':{},'mentions':[]",
                "'account':{'id':'7'},'mentions':[]",
                "'account':{'id':'7','acct':1},'mentions':[]",
                "'account':{'id':'-7','acct':'a'},'mentions':[]",
                "'account':{'id':'0','acct':'a'},'mentions':[]",
                "'account':{'id':['7'],'acct':'a'},'mentions':[]",
                ACCOUNT + "," + "'account':{'acct':'a'},'mentions':[]",
                ACCOUNT + ",'mentions':[],'content':1",
                ACCOUNT + ",'mentions':[],'spoiler_text':[]",
                ACCOUNT + ",'mentions':[],'poll':[]",
                ACCOUNT + ",'mentions':[],'poll':{'options':{}}",
                ACCOUNT + ",'mentions':[],'poll':{'options':[1]}",
                ACCOUNT + ",'mentions':[],'media_attachments':'x'",
                ACCOUNT + ",'mentions':[],'media_attachments':[{'description':1}]"
            })
    void rejectsAMalformedStatus(String members) {
        assertThrows(MalformedStatus.class, () -> read(members));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]"})
    void rejectsWhatIsNotAnObject(String payload) {
        assertThrows(MalformedStatus.class, () -> StatusReader.read(payload.getBytes(UTF_8)));
    }

    @Test
    void rejectsDeepNesting() {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);
        assertThrows(MalformedStatus.class, () -> read(ACCOUNT + ",'mentions':[],'x':" + deep));
    }
}
