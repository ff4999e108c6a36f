# How set-up talks: plain lines on stderr (stdout belongs to the program, `--json` included), everything else in the log.
# Expects: log, the file that takes the output of all steps.

say() {
    printf 'pluginhost: %s\n' "$*" >&2
}

# Ends set-up with a sentence; 3 is the exit code of everything that set-up cannot do.
give_up() {
    say "$@"
    exit 3
}

# step WHAT COMMAND...: one line when it starts, one with the time when it ends, on failure the lines that matter.
step() {
    local what=$1 began=$SECONDS output status=0
    shift
    output=$(mktemp "$log.XXXXXX")
    say "$what ..."
    "$@" > "$output" 2>&1 < /dev/null || status=$?
    { printf '\n== %s (%s s, exit code %s)\n' "$what" $((SECONDS - began)) "$status"; cat "$output"; } >> "$log"
    if ((status == 0)); then
        say "$what: done in $((SECONDS - began)) s"
    else
        say "$what: failed after $((SECONDS - began)) s with exit code $status; the whole log is $log. What matters of it:"
        lines_that_matter "$output" >&2
    fi
    rm -f "$output"
    return "$status"
}

# The first different error lines of a compiler, NuGet or apt; the last lines where there is none.
lines_that_matter() {
    local errors
    errors=$(grep -E '(: |^)(fatal )?(error|Error)( [A-Z]+[0-9]+)?: |^[EW]: |^dpkg: error' "$1" |
        sed -E 's/ \[[^]]*proj\]$//; s/^ +//' | awk '!seen[$0]++' | head -n 12)
    [[ -n $errors ]] || errors=$(tail -n 15 "$1")
    sed 's/^/    /' <<< "$errors"
}
