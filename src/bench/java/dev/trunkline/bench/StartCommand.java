package dev.trunkline.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a server is started: a command, and variables that this server alone has. */
record StartCommand(String name, Map<String, String> variables, List<String> words) {

    /**
     * Reads a command as a shell does, but without quotes.
     *
     * @throws IllegalArgumentException if there is no command
     */
    static StartCommand parse(String name, String command) {
        Map<String, String> variables = new LinkedHashMap<>();
        List<String> words = List.of(command.strip().split("\\s+", -1));
        int first = 0;
        for (; first < words.size() && words.get(first).matches("[A-Z_][A-Z0-9_]*=.*"); first++) {
            String[] variable = words.get(first).split("=", 2);
            variables.put(variable[0], variable[1]);
        }
        List<String> rest = words.subList(first, words.size());
        if (rest.isEmpty() || rest.get(0).isEmpty()) {
            throw new IllegalArgumentException(name + " has no command: " + command);
        }
        return new StartCommand(name, variables, rest);
    }
}
