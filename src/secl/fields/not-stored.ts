/**
 * Fields of agents that no event we store holds, by the shape of their names. They are told apart from misspelled ones,
 * since nothing is wrong with the expression.
 */
export function isNotStored(name: string): boolean {
  return NOT_STORED.some((shape) => shape.test(name));
}

const NOT_STORED: readonly RegExp[] = [
  // Events that no contract describes.
  /^(capabilities|cgroup_write|login_uid_write|network_flow_monitor|ondemand|packet|prctl|setrlimit|setsockopt|sysctl|tracer_memfd_seal)\./,
  // Events of Windows.
  /^(change_permission|create|create_key|delete|delete_key|open_key|set_key_value|write)\./,
  /\.(cmdline|user_sid|file_device_path|device_path|registry\..+)$/,
  /^event\.(is_in_container|rule\..+|service|signature|source|tags)$/,
  /(^|\.)container\.(runtime|tags)$/,
  /(^|\.)cgroup\.(file\..+|version|id|manager)$/,
  /^network\.(network_direction|type)$/,
  /\.file\.(.+\.)?(package\.(epoch|release|source_epoch|source_release|source_version|extra)|metadata\..+|mount_detached|mount_visible|overlay_numlower|mount_uuid)$/,
  /\.(caps_attempted|caps_used|fork_flags|mntns|netns|tracer\..+|matched_rules\..+|args_scrubbed|envs_scrubbed)$/,
  /\.user_session\.(ssh_.+|identity|session_type|id)$/,
  /^(dns\.response\..+|mount\.(detached|visible)|signal\.retval_.+|unload_module\.flags|imds\.aws\.security_credentials\.arn)$/,
  /\.syscall\.(int|str)\d$/,
];
