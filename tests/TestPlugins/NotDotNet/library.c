// A native library that calls itself a .dll.
int nothing(void) { return 0; }
