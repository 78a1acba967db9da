import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const DATABASE = 'tideline';

export interface Account {
  readonly user: string;
  readonly password: string;
}

export interface StoreConfig {
  readonly directory: string;
  /** The program's own account: everything on its database and the engine's tables. */
  readonly store: Account;
  /** For dashboards, Grafana, BI tools and curl: reads the product's database, nothing else. */
  readonly viewer: Account;
  /** The engine refuses queries (code 241) above this and stays up. */
  readonly memoryBytes: number;
}

export interface StoreFiles {
  readonly data: string;
  readonly config: string;
  /** Written by the child once it listens: the port and a line feed. */
  readonly port: string;
  /** The engine's own error log; it says what a failed merge or a broken part was. */
  readonly log: string;
}

/** Running queries over all lanes and viewers; the lanes together need 13, a viewer gets 8. More wait, then meet code 202. */
const MAX_QUERIES = 24;
const MAX_VIEWER_QUERIES = 8;

/**
 * The engine leaves so much of its disk free: with less it refuses inserts and merges (code 243), nothing is begun. It must, for at a
 * disk without a byte left this build ignores the failed writes and keeps the empty files as parts, merged ones in place of good ones.
 * What others write while a merge runs has to fit in here.
 */
export const KEEP_FREE_BYTES = 134_217_728;

/** The start script's SYSTEM, INSERT and SYSTEM; its SELECTs without a table are not counted. */
const BOOT_QUERIES = 3;

/** What a viewer may know about the server itself: its own tables, types and functions, which BI tools read on connecting. */
const VIEWER_SYSTEM_TABLES = [
  'aggregate_function_combinators',
  'build_options',
  'collations',
  'columns',
  'contributors',
  'current_roles',
  'data_skipping_indices',
  'data_type_families',
  'databases',
  'enabled_roles',
  'formats',
  'functions',
  'keywords',
  'licenses',
  'numbers',
  'numbers_mt',
  'one',
  'parts',
  'parts_columns',
  'settings',
  'table_engines',
  'table_functions',
  'tables',
  'time_zones',
  'zeros',
];

/**
 * The engine believes it is a command-line tool, so these settings name files anywhere on the machine, to be read into an
 * answer or written. Nobody but the program's own account may set them.
 */
const FILE_SETTINGS = [
  'format_schema',
  'format_schema_source',
  'format_template_resultset',
  'format_template_row',
  'input_format_record_errors_file_path',
  'output_format_schema',
];

/** For the same reason the scalar function `file(path)` asks for no grant. A user-defined function of its name hides it. */
const NO_FILE_FUNCTION = "CREATE FUNCTION file AS (path) -> throwIf(1, 'the function file() is closed in this store')";

/** What the start script does: see `scriptOf` in launch.ts. */
const BOOT_GRANTS = ['GRANT SYSTEM LISTEN, SYSTEM SHUTDOWN, CREATE TEMPORARY TABLE ON *.*', 'GRANT READ ON FILE'];

const STORE_GRANTS = [
  `GRANT ALL ON ${DATABASE}.*`,
  'GRANT SELECT, SHOW ON *.*',
  'GRANT SYSTEM, KILL QUERY, CREATE TEMPORARY TABLE, TABLE ENGINE ON *.*',
];

const VIEWER_GRANTS = [
  `GRANT SELECT, SHOW ON ${DATABASE}.*`,
  'GRANT SELECT ON information_schema.*',
  'GRANT SELECT ON INFORMATION_SCHEMA.*',
  ...VIEWER_SYSTEM_TABLES.map((table) => `GRANT SELECT ON system.${table}`),
];

/**
 * Writes the engine's configuration (files 0600, directory 0700) and its folders; nothing outside `directory`.
 * Called before every start of the child: users are read only then.
 */
export function writeConfig(config: StoreConfig): StoreFiles {
  const root = resolve(config.directory);
  const etc = join(root, 'etc');
  for (const folder of ['etc', 'data', 'tmp', 'files', 'schemas', 'log']) {
    mkdirSync(join(root, folder), { recursive: true, mode: 0o700 });
  }
  const files = {
    data: join(root, 'data'),
    config: join(etc, 'config.xml'),
    port: join(etc, 'port'),
    log: join(root, 'log', 'engine.log'),
  };
  rmSync(files.port, { force: true });
  const functions = join(files.data, 'user_defined');
  mkdirSync(functions, { recursive: true, mode: 0o700 });
  writeFileSync(join(functions, 'function_file.sql'), NO_FILE_FUNCTION, { mode: 0o600 });
  writeFileSync(files.config, configXml(root, config.memoryBytes), { mode: 0o600 });
  writeFileSync(join(etc, 'users.xml'), usersXml(config), { mode: 0o600 });
  return files;
}

/** Caches are small and periodic work is rare: an idle store is one of three engines in a laptop's memory. */
function configXml(root: string, memoryBytes: number): string {
  const folder = (name: string) => escapeXml(`${join(root, name)}/`);
  return `<clickhouse>
  <users_config>${escapeXml(join(root, 'etc', 'users.xml'))}</users_config>
  <default_profile>default</default_profile>
  <tmp_path>${folder('tmp')}</tmp_path>
  <user_files_path>${folder('files')}</user_files_path>
  <format_schema_path>${folder('schemas')}</format_schema_path>
  <timezone>UTC</timezone>
  <logger><size>10M</size><count>2</count></logger>
  <storage_configuration>
    <disks><default><keep_free_space_bytes>${KEEP_FREE_BYTES}</keep_free_space_bytes></default></disks>
  </storage_configuration>
  <access_control_improvements>
    <select_from_system_db_requires_grant>true</select_from_system_db_requires_grant>
  </access_control_improvements>
  <max_server_memory_usage>${memoryBytes}</max_server_memory_usage>
  <max_concurrent_queries>${MAX_QUERIES}</max_concurrent_queries>
  <max_connections>128</max_connections>
  <keep_alive_timeout>30</keep_alive_timeout>
  <mark_cache_size>67108864</mark_cache_size>
  <index_mark_cache_size>33554432</index_mark_cache_size>
  <primary_index_cache_size>67108864</primary_index_cache_size>
  <text_index_tokens_cache_size>33554432</text_index_tokens_cache_size>
  <text_index_header_cache_size>33554432</text_index_header_cache_size>
  <text_index_postings_cache_size>67108864</text_index_postings_cache_size>
  <compiled_expression_cache_size>33554432</compiled_expression_cache_size>
  <asynchronous_metrics_update_period_s>60</asynchronous_metrics_update_period_s>
  <asynchronous_heavy_metrics_update_period_s>3600</asynchronous_heavy_metrics_update_period_s>
  <memory_worker_period_ms>500</memory_worker_period_ms>
  <max_thread_pool_free_size>16</max_thread_pool_free_size>
  <max_io_thread_pool_free_size>0</max_io_thread_pool_free_size>
</clickhouse>
`;
}

/**
 * The start script runs as `default`, which must have an empty password from 127.0.0.1: any local process or web page could
 * use it. What closes it: one session only, which the script holds until the process is gone (outsiders get code 700); a
 * quota of exactly the script's counted statements (code 201 for one more); grants and settings for nothing else. Were the
 * script to end before the process does, a SELECT without a table would pass all of them, for the quota does not count it.
 * The attack test in tests/integration guards this.
 */
function usersXml({ store, viewer }: StoreConfig): string {
  return `<clickhouse>
  <profiles>
    <default>
      <implicit_select>0</implicit_select>
      <async_insert>0</async_insert>
      <queue_max_wait_ms>2000</queue_max_wait_ms>
      <cancel_http_readonly_queries_on_client_close>1</cancel_http_readonly_queries_on_client_close>
    </default>
    <boot>
      <max_sessions_for_user>1</max_sessions_for_user>
      <constraints>${fixed(FILE_SETTINGS)}</constraints>
    </boot>
    <viewer>
      <readonly>2</readonly>
      <implicit_select>0</implicit_select>
      <queue_max_wait_ms>2000</queue_max_wait_ms>
      <cancel_http_readonly_queries_on_client_close>1</cancel_http_readonly_queries_on_client_close>
      <max_execution_time>30</max_execution_time>
      <max_memory_usage>500000000</max_memory_usage>
      <max_memory_usage_for_user>800000000</max_memory_usage_for_user>
      <max_result_bytes>200000000</max_result_bytes>
      <max_concurrent_queries_for_user>${MAX_VIEWER_QUERIES}</max_concurrent_queries_for_user>
      <constraints>
        <max_execution_time><min>1</min><max>120</max></max_execution_time>
        <max_memory_usage><min>1</min><max>500000000</max></max_memory_usage>
        <max_memory_usage_for_user><const/></max_memory_usage_for_user>
        <max_result_bytes><min>1</min><max>200000000</max></max_result_bytes>
        <max_concurrent_queries_for_user><const/></max_concurrent_queries_for_user>
        ${fixed(FILE_SETTINGS)}
      </constraints>
    </viewer>
  </profiles>
  <quotas>
    <default/>
    <boot><interval><duration>2000000000</duration><queries>${BOOT_QUERIES}</queries></interval></boot>
  </quotas>
  <users>
    <default>
      <password></password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>boot</profile>
      <quota>boot</quota>
      <grants>${BOOT_GRANTS.map((grant) => `<query>${grant}</query>`).join('')}</grants>
    </default>
    ${userXml(store, 'default', STORE_GRANTS)}
    ${userXml(viewer, 'viewer', VIEWER_GRANTS, DATABASE)}
  </users>
</clickhouse>
`;
}

/**
 * The engine refuses every request of a user whose default database does not exist yet; the program's own account creates it,
 * so that one has none, and its client names the database itself.
 */
function userXml({ user, password }: Account, profile: string, grants: readonly string[], database?: string): string {
  const sha256 = createHash('sha256').update(password).digest('hex');
  return `<${user}>
      <password_sha256_hex>${sha256}</password_sha256_hex>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>${profile}</profile>
      <quota>default</quota>
      ${database === undefined ? '' : `<default_database>${database}</default_database>`}
      <grants>${grants.map((grant) => `<query>${escapeXml(grant)}</query>`).join('')}</grants>
    </${user}>`;
}

function fixed(settings: readonly string[]): string {
  return settings.map((name) => `<${name}><const/></${name}>`).join('');
}

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));
}
