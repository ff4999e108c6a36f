// The process between whoever starts a run and its worker: starts it, hands the run to it, passes signals on, and asks `recover` when it
// dies or has lost the ranks that it started. Without a runtime of its own, so that it costs a start nothing and a run of a month a hundred kilobytes.
//
//   pluginhost-supervisor PROGRAM [ARGUMENT...]       the host; "worker" or "recover RUN STATUS STOPPING" is put behind it
//
// The first worker is started at once. Then standard input says what for: the run's folder. A message without one ends both.
// Its exit code is the run's: what the worker exited with, or what `recover` did.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

extern char** environ;

namespace {

constexpr int start_again = 10;      // RecoverCommand.StartAgain
constexpr int rank_lost = 11;        // RecoverCommand.RankLost
constexpr int lock_patience_ms = 2000;

[[noreturn]] void give_up(const std::string& sentence) {
    // The mark tells the watcher that this is for people; see WorkerVoice.
    std::string line = "\x1e" + sentence + "\n";
    (void)!write(1, line.data(), line.size());
    _exit(3);
}

long now_ms() {
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000L + time.tv_nsec / 1000000;
}

// The point of FaultPoints.cs for the start of a process: what PLUGINHOST_FAULTS says of its Nth visit happens. The error to report, or 0.
int fault_at(const std::string& point) {
    static std::vector<std::pair<std::string, int>> visits;
    const char* faults = getenv("PLUGINHOST_FAULTS");
    if (!faults) return 0;
    int visit = 1;
    bool met = false;
    for (auto& [known, count] : visits)
        if (known == point) visit = ++count, met = true;
    if (!met) visits.emplace_back(point, 1);
    auto text = ";" + std::string(faults) + ";";
    for (auto& times : {std::to_string(visit), std::string("*")}) {
        auto key = ";" + point + "@" + times + "=";
        auto at = text.find(key);
        if (at == std::string::npos) continue;
        auto action = text.substr(at + key.size(), text.find(';', at + key.size()) - at - key.size());
        if (action == "kill") kill(getpid(), SIGKILL);
        if (action == "delay") usleep(250000);
        return action == "eio" ? EIO : action == "enospc" ? ENOSPC : 0;
    }
    return 0;
}

struct Worker {
    pid_t process = 0; // 0: not started, or ended
    int message = -1;  // the pipe that it learns its run from
};

class Supervisor {
  public:
    Supervisor(std::vector<std::string> program) : program_(std::move(program)) {}

    int run() {
        listen();
        start_worker();
        if (!read_message()) return let_go(0);
        if (pid_t holder = lock(); holder != 0) {
            std::string sentence = "\x1eThe run " + folder_ + " is still at work (process " + std::to_string(holder) + "), so a second one was not begun.\n";
            (void)!write(1, sentence.data(), sentence.size());
            return let_go(2);
        }
        while (true) {
            begin();
            if (int code = watch(); code >= 0) return code;
            start_worker();
        }
    }

  private:
    // Signals are read like a file, so that nothing can happen between a look and a wait.
    void listen() {
        sigset_t taken;
        sigemptyset(&taken);
        for (int signal : {SIGCHLD, SIGTERM, SIGINT, SIGUSR1}) sigaddset(&taken, signal);
        sigprocmask(SIG_BLOCK, &taken, nullptr);
        // A terminal that closes is no reason to stop, and a worker that is gone is met in watch().
        signal(SIGHUP, SIG_IGN);
        signal(SIGPIPE, SIG_IGN);
        signals_ = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
        if (signals_ < 0) give_up(std::string("The run's supervisor cannot listen for signals: ") + strerror(errno));
    }

    pid_t start(const std::vector<std::string>& arguments, int input) {
        std::vector<std::string> words = program_;
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> argv;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);

        posix_spawnattr_t attributes;
        posix_spawn_file_actions_t actions;
        posix_spawnattr_init(&attributes);
        posix_spawn_file_actions_init(&actions);
        sigset_t all, none;
        sigfillset(&all);
        sigemptyset(&none);
        // What is ignored or blocked here would be in a worker too.
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        if (input >= 0) posix_spawn_file_actions_adddup2(&actions, input, 0);
        else posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
        pid_t process;
        int error = fault_at("spawn:" + arguments[0] + ":before");
        if (error == 0) error = posix_spawn(&process, argv[0], &actions, &attributes, argv.data(), environ);
        if (error == 0) fault_at("spawn:" + arguments[0] + ":after");
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
        if (error != 0) {
            signal_worker(SIGKILL);
            give_up(words[0] + " could not be started: " + strerror(error) + ".");
        }
        return process;
    }

    void start_worker() {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) give_up(std::string("No pipe to a worker could be made: ") + strerror(errno));
        worker_ = {start({"worker"}, ends[0]), ends[1]};
        close(ends[0]);
    }

    // The run's folder; false where there is no run. Signals wait meanwhile.
    bool read_message() {
        std::string text;
        char part[4096];
        while (true) {
            ssize_t count = read(0, part, sizeof part);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) break;
            text.append(part, static_cast<size_t>(count));
        }
        folder_ = text.substr(0, text.find('\n'));
        return !folder_.empty();
    }

    // A lock of fcntl's kind: the kernel frees it when this process dies, and others can ask who holds it without taking it.
    // 0 when it is ours (or the file system has no locks, or no room: the worker says what is wrong), else who holds it.
    pid_t lock() {
        int file = open((folder_ + "/supervisor.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (file < 0) return 0;
        // One whose memory is still being given back holds it for a moment after its end.
        for (long until = now_ms() + lock_patience_ms;; usleep(20000)) {
            struct flock wanted {};
            wanted.l_type = F_WRLCK;
            wanted.l_whence = SEEK_SET;
            if (fcntl(file, F_SETLK, &wanted) == 0) return 0;
            if (errno != EAGAIN && errno != EACCES) return 0;
            wanted.l_type = F_WRLCK;
            if (now_ms() > until && fcntl(file, F_GETLK, &wanted) == 0 && wanted.l_type != F_UNLCK) return wanted.l_pid;
        }
    }

    // Tells the worker which run it has.
    void begin() {
        auto text = folder_ + "\n";
        // Far below a pipe's room, so it never waits. A worker that is gone is met in watch().
        (void)!write(worker_.message, text.data(), text.size());
        close(worker_.message);
        worker_.message = -1;
        // A wish to stop that came before there was a run, or while it was decided whether to start again.
        if (stopping_) signal_worker(SIGTERM);
        pass_signals();
    }

    // Waits for the worker's end. The exit code, or -1 when another is to start.
    int watch() {
        int status;
        while (waitpid(worker_.process, &status, WNOHANG) != worker_.process) {
            wait_for_signal();
            pass_signals();
        }
        worker_.process = 0;
        if (killed_) return 128 + SIGKILL;
        return WIFEXITED(status) && WEXITSTATUS(status) != rank_lost ? WEXITSTATUS(status) : recover(status);
    }

    // What becomes of a run whose worker died: the host reads the record and decides.
    int recover(int status) {
        recovering_ = start({"recover", folder_, std::to_string(status), stopping_ ? "1" : "0"}, -1);
        while (true) {
            int ended;
            pid_t process = waitpid(recovering_, &ended, WNOHANG);
            if (process == recovering_) {
                recovering_ = 0;
                if (killed_) return 128 + SIGKILL;
                if (!WIFEXITED(ended)) return 1;
                // Who wants it to stop may have said so in its last moment.
                return WEXITSTATUS(ended) == start_again ? -1 : WEXITSTATUS(ended);
            }
            wait_for_signal();
            pass_signals();
        }
    }

    // Without a run the worker goes away by itself.
    int let_go(int code) {
        close(worker_.message);
        int status;
        while (waitpid(worker_.process, &status, 0) < 0 && errno == EINTR) {}
        return code;
    }

    void wait_for_signal() {
        pollfd file {signals_, POLLIN, 0};
        (void)poll(&file, 1, -1);
    }

    void pass_signals() {
        signalfd_siginfo told;
        while (read(signals_, &told, sizeof told) == sizeof told) {
            int signal = static_cast<int>(told.ssi_signo);
            if (signal == SIGCHLD) continue;
            stopping_ = true;
            killed_ |= signal == SIGUSR1;
            signal_worker(signal == SIGUSR1 ? SIGKILL : signal);
        }
    }

    void signal_worker(int signal) {
        if (worker_.process != 0) kill(worker_.process, signal);
        if (recovering_ != 0) kill(recovering_, signal);
    }

    std::vector<std::string> program_;
    Worker worker_;
    std::string folder_;
    pid_t recovering_ = 0;
    int signals_ = -1;
    bool stopping_ = false, killed_ = false;
};

} // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        fprintf(stderr, "usage: pluginhost-supervisor PROGRAM [ARGUMENT...]; `pluginhost run` starts it\n");
        return 2;
    }
    return Supervisor({arguments + 1, arguments + count}).run();
}
