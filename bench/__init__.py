"""What this machine does a second, each figure beside a bare one."""
