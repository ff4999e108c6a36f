// Reads from an address that nothing is at.
int crash_native(void) { return *(volatile int *)8; }
