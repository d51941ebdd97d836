"""Pages of monthly returns: what came, who is late, what waits to be confirmed, and the form for one."""
