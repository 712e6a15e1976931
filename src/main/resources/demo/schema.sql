-- The tables that the streaming server reads (protocol, section 11), with Mastodon's names, types, indexes and foreign
-- keys, and with the further columns that the demo and the tests use. For convenience, created_at and updated_at have a default
-- here.

CREATE TABLE accounts (
  id bigserial PRIMARY KEY,
  username varchar NOT NULL DEFAULT '',
  domain varchar,
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  updated_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  note text NOT NULL DEFAULT '',
  display_name varchar NOT NULL DEFAULT '',
  uri varchar NOT NULL DEFAULT '',
  url varchar,
  locked boolean NOT NULL DEFAULT false,
  silenced_at timestamp(6) without time zone,
  suspended_at timestamp(6) without time zone
);
CREATE UNIQUE INDEX index_accounts_on_username_and_domain_lower
  ON accounts (lower(username::text), COALESCE(lower(domain::text), ''::text));
CREATE INDEX index_accounts_on_domain_and_id ON accounts (domain, id);
CREATE INDEX index_accounts_on_uri ON accounts (uri);

CREATE TABLE user_roles (
  id bigserial PRIMARY KEY,
  name varchar NOT NULL DEFAULT '',
  color varchar NOT NULL DEFAULT '',
  position integer NOT NULL DEFAULT 0,
  permissions bigint NOT NULL DEFAULT 0,
  highlighted boolean NOT NULL DEFAULT false,
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  updated_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
);

-- An e-mail address is unique, and the tests' users have none unless they say so: hence the made-up default.
CREATE TABLE users (
  id bigserial PRIMARY KEY,
  email varchar NOT NULL DEFAULT (gen_random_uuid() || '@invalid'),
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  updated_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  locale varchar,
  account_id bigint NOT NULL,
  disabled boolean NOT NULL DEFAULT false,
  chosen_languages varchar[],
  approved boolean NOT NULL DEFAULT true,
  role_id bigint,
  CONSTRAINT fk_50500f500d FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
  CONSTRAINT fk_rails_642f17018b FOREIGN KEY (role_id) REFERENCES user_roles (id) ON DELETE SET NULL
);
CREATE INDEX index_users_on_account_id ON users (account_id);
CREATE UNIQUE INDEX index_users_on_email ON users (email);
CREATE INDEX index_users_on_role_id ON users (role_id) WHERE role_id IS NOT NULL;

CREATE TABLE oauth_access_tokens (
  id bigserial PRIMARY KEY,
  token varchar NOT NULL,
  refresh_token varchar,
  expires_in integer,
  revoked_at timestamp(6) without time zone,
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  scopes varchar,
  application_id bigint,
  resource_owner_id bigint,
  last_used_at timestamp(6) without time zone,
  last_used_ip inet,
  CONSTRAINT fk_e84df68546 FOREIGN KEY (resource_owner_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX index_oauth_access_tokens_on_refresh_token
  ON oauth_access_tokens (refresh_token text_pattern_ops) WHERE refresh_token IS NOT NULL;
CREATE INDEX index_oauth_access_tokens_on_resource_owner_id
  ON oauth_access_tokens (resource_owner_id) WHERE resource_owner_id IS NOT NULL;
CREATE UNIQUE INDEX index_oauth_access_tokens_on_token ON oauth_access_tokens (token);

CREATE TABLE follows (
  id bigserial PRIMARY KEY,
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  updated_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  account_id bigint NOT NULL,
  target_account_id bigint NOT NULL,
  show_reblogs boolean NOT NULL DEFAULT true,
  uri varchar,
  notify boolean NOT NULL DEFAULT false,
  languages varchar[],
  CONSTRAINT fk_32ed1b5560 FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
  CONSTRAINT fk_745ca29eac FOREIGN KEY (target_account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX index_follows_on_account_id_and_target_account_id ON follows (account_id, target_account_id);
CREATE INDEX index_follows_on_target_account_id_and_account_id ON follows (target_account_id, account_id);

CREATE TABLE lists (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  title varchar NOT NULL DEFAULT '',
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  updated_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  replies_policy integer NOT NULL DEFAULT 0,
  exclusive boolean NOT NULL DEFAULT false,
  CONSTRAINT fk_rails_3853b78dac FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX index_lists_on_account_id ON lists (account_id);

CREATE TABLE list_accounts (
  id bigserial PRIMARY KEY,
  list_id bigint NOT NULL,
  account_id bigint NOT NULL,
  follow_id bigint,
  CONSTRAINT fk_rails_e54e356c88 FOREIGN KEY (list_id) REFERENCES lists (id) ON DELETE CASCADE,
  CONSTRAINT fk_rails_85fee9d6ab FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
  CONSTRAINT fk_rails_40f9cc29f1 FOREIGN KEY (follow_id) REFERENCES follows (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX index_list_accounts_on_account_id_and_list_id ON list_accounts (account_id, list_id);
CREATE INDEX index_list_accounts_on_follow_id ON list_accounts (follow_id) WHERE follow_id IS NOT NULL;
CREATE INDEX index_list_accounts_on_list_id_and_account_id ON list_accounts (list_id, account_id);

CREATE TABLE blocks (
  id bigserial PRIMARY KEY,
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  updated_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  account_id bigint NOT NULL,
  target_account_id bigint NOT NULL,
  uri varchar,
  CONSTRAINT fk_4269e03e65 FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
  CONSTRAINT fk_9571bfabc1 FOREIGN KEY (target_account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX index_blocks_on_account_id_and_target_account_id ON blocks (account_id, target_account_id);
CREATE INDEX index_blocks_on_target_account_id ON blocks (target_account_id);

CREATE TABLE mutes (
  id bigserial PRIMARY KEY,
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  updated_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  hide_notifications boolean NOT NULL DEFAULT true,
  account_id bigint NOT NULL,
  target_account_id bigint NOT NULL,
  expires_at timestamp(6) without time zone,
  CONSTRAINT fk_b8d8daf315 FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
  CONSTRAINT fk_eecff219ea FOREIGN KEY (target_account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX index_mutes_on_account_id_and_target_account_id ON mutes (account_id, target_account_id);
CREATE INDEX index_mutes_on_target_account_id ON mutes (target_account_id);

CREATE TABLE account_domain_blocks (
  id bigserial PRIMARY KEY,
  domain varchar NOT NULL,
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  updated_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  account_id bigint NOT NULL,
  CONSTRAINT fk_206c6029bd FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX index_account_domain_blocks_on_account_id_and_domain ON account_domain_blocks (account_id, domain);

CREATE TABLE custom_filters (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  expires_at timestamp(6) without time zone,
  phrase text NOT NULL DEFAULT '',
  context varchar[] NOT NULL DEFAULT '{}',
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  updated_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  action integer NOT NULL DEFAULT 0,
  CONSTRAINT fk_rails_8b8d786993 FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
);
CREATE INDEX index_custom_filters_on_account_id ON custom_filters (account_id);

CREATE TABLE custom_filter_keywords (
  id bigserial PRIMARY KEY,
  custom_filter_id bigint NOT NULL,
  keyword text NOT NULL DEFAULT '',
  whole_word boolean NOT NULL DEFAULT true,
  created_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  updated_at timestamp(6) without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  CONSTRAINT fk_rails_5a49a74012 FOREIGN KEY (custom_filter_id) REFERENCES custom_filters (id) ON DELETE CASCADE
);
CREATE INDEX index_custom_filter_keywords_on_custom_filter_id ON custom_filter_keywords (custom_filter_id);

CREATE TABLE settings (
  id bigserial PRIMARY KEY,
  var varchar NOT NULL,
  value text,
  created_at timestamp(6) without time zone,
  updated_at timestamp(6) without time zone
);
CREATE UNIQUE INDEX index_settings_on_var ON settings (var);
