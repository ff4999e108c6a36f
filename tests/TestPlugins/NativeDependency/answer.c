// The native library of the plugin.
int answer(void) { return 42; }
