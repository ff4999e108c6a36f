/* The canary's native library, which sings when it is loaded: its constructor runs before anything of it is called. */
#include <stdio.h>

__attribute__((constructor)) static void hatch(void) {
    FILE *file = fopen("CAGE/native", "w");
    if (file) {
        fputs("native", file);
        fclose(file);
    }
}

int song(void) { return 1; }
