// The process between whoever starts a run and its workers: starts them, hands the run to them, passes signals on, and asks `recover` when
// one dies. Without a runtime of its own, so that it costs a start nothing and a run of a month a hundred kilobytes.
//
//   pluginhost-supervisor PROGRAM [ARGUMENT...]       the host; "worker" or "recover RUN STATUS RANK STOPPING" is put behind it
//
// The first worker is started at once. Then standard input says what for: the run's folder in the first line, and in later ones
// "processes=N" where the run has more than one process on this machine. A message without a folder ends both.
// Its exit code is the run's: what the workers exited with, or what `recover` did.
#include <algorithm>
#include <arpa/inet.h>
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
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace {

constexpr int start_again = 10;      // RecoverCommand.StartAgain
constexpr int term_grace_ms = 10000; // for the other processes of a run, when one has died
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

struct Worker {
    pid_t process = 0; // 0: not started, or ended
    int message = -1;  // the pipe that it learns its run from
};

class Supervisor {
  public:
    Supervisor(std::vector<std::string> program) : program_(std::move(program)) {}

    int run() {
        listen();
        workers_.resize(1);
        start_worker(0, {});
        if (!read_message()) return let_go(0);
        if (pid_t holder = lock(); holder != 0) {
            std::string sentence = "\x1eThe run " + folder_ + " is still at work (process " + std::to_string(holder) + "), so a second one was not begun.\n";
            (void)!write(1, sentence.data(), sentence.size());
            return let_go(2);
        }
        while (true) {
            begin();
            if (int code = watch(); code >= 0) return code;
            workers_.assign(1, {});
            start_worker(0, {});
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

    pid_t start(const std::vector<std::string>& arguments, int input, const std::vector<std::string>& variables) {
        std::vector<std::string> words = program_;
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> argv, environment;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        auto texts = variables;
        for (char** entry = environ; *entry; entry++) {
            bool replaced = false;
            for (auto& text : texts) replaced |= strncmp(*entry, text.data(), text.find('=') + 1) == 0;
            if (!replaced) environment.push_back(*entry);
        }
        for (auto& text : texts) environment.push_back(text.data());
        environment.push_back(nullptr);

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
        int error = posix_spawn(&process, argv[0], &actions, &attributes, argv.data(), environment.data());
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
        if (error != 0) {
            signal_workers(SIGKILL);
            give_up(words[0] + " could not be started: " + strerror(error) + ".");
        }
        return process;
    }

    void start_worker(size_t rank, const std::vector<std::string>& variables) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) give_up(std::string("No pipe to a worker could be made: ") + strerror(errno));
        workers_[rank] = {start({"worker"}, ends[0], variables), ends[1]};
        close(ends[0]);
    }

    // The run's folder and how many processes it has here; false where there is no run. Signals wait meanwhile.
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
        if (auto at = text.find("\nprocesses="); at != std::string::npos) processes_ = std::max(1L, std::atol(text.c_str() + at + 11));
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

    // Gives every process of the run what it needs to know; those beside the first are started here, where their number is known.
    void begin() {
        std::string place;
        if (processes_ > 1) {
            int port = free_port();
            place = "rank=0 world=" + std::to_string(processes_) + " port=" + std::to_string(port) + "\n";
            workers_.resize(static_cast<size_t>(processes_));
            for (long rank = 1; rank < processes_; rank++)
                start_worker(static_cast<size_t>(rank), {"RANK=" + std::to_string(rank), "LOCAL_RANK=" + std::to_string(rank), "WORLD_SIZE=" + std::to_string(processes_),
                    "LOCAL_WORLD_SIZE=" + std::to_string(processes_), "MASTER_ADDR=127.0.0.1", "MASTER_PORT=" + std::to_string(port)});
        }
        for (size_t rank = 0; rank < workers_.size(); rank++) tell(workers_[rank], folder_ + "\n" + (rank == 0 ? place : ""));
        // A wish to stop that came before there was a run, or while it was decided whether to start again.
        if (stopping_) signal_workers(SIGTERM);
        pass_signals();
    }

    static void tell(Worker& worker, const std::string& text) {
        // Far below a pipe's room, so it never waits. A worker that is gone is met in watch().
        (void)!write(worker.message, text.data(), text.size());
        close(worker.message);
        worker.message = -1;
    }

    static int free_port() {
        int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (socket < 0 || bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 || getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            give_up(std::string("No free port on 127.0.0.1 was found for the run's processes to meet at: ") + strerror(errno));
        close(socket);
        return ntohs(address.sin_port);
    }

    // Waits until no worker is left. The exit code, or -1 when they are to start again.
    int watch() {
        int code = 0, death = 0;
        size_t dead = 0;
        bool failed = false, died = false;
        long deadline = -1;
        while (alive()) {
            wait_for_signal(deadline < 0 ? -1 : static_cast<int>(std::max(0L, deadline - now_ms())));
            pass_signals();
            int status;
            for (pid_t ended; (ended = waitpid(-1, &status, WNOHANG)) > 0;) {
                size_t rank = rank_of(ended);
                if (rank == workers_.size()) continue;
                workers_[rank].process = 0;
                // What the others do after the first failure is its consequence.
                if (failed) continue;
                failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
                if (WIFEXITED(status)) code = WEXITSTATUS(status);
                else died = true, death = status, dead = rank;
                if (failed && alive()) {
                    signal_workers(SIGTERM);
                    deadline = now_ms() + term_grace_ms;
                }
            }
            if (deadline >= 0 && now_ms() >= deadline) {
                signal_workers(SIGKILL);
                deadline = -1;
            }
        }
        if (killed_) return 128 + SIGKILL;
        return died ? recover(death, dead) : code;
    }

    // What becomes of a run whose worker died: the host reads the record and decides.
    int recover(int status, size_t rank) {
        recovering_ = start({"recover", folder_, std::to_string(status), std::to_string(rank), stopping_ ? "1" : "0"}, -1, {});
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
            wait_for_signal(-1);
            pass_signals();
        }
    }

    // Without a run the worker goes away by itself.
    int let_go(int code) {
        close(workers_[0].message);
        int status;
        while (waitpid(workers_[0].process, &status, 0) < 0 && errno == EINTR) {}
        return code;
    }

    void wait_for_signal(int milliseconds) {
        pollfd file {signals_, POLLIN, 0};
        (void)poll(&file, 1, milliseconds);
    }

    void pass_signals() {
        signalfd_siginfo told;
        while (read(signals_, &told, sizeof told) == sizeof told) {
            int signal = static_cast<int>(told.ssi_signo);
            if (signal == SIGCHLD) continue;
            stopping_ = true;
            killed_ |= signal == SIGUSR1;
            signal_workers(signal == SIGUSR1 ? SIGKILL : signal);
        }
    }

    void signal_workers(int signal) {
        for (auto& worker : workers_)
            if (worker.process != 0) kill(worker.process, signal);
        if (recovering_ != 0) kill(recovering_, signal);
    }

    bool alive() const {
        for (auto& worker : workers_)
            if (worker.process != 0) return true;
        return false;
    }

    size_t rank_of(pid_t process) const {
        size_t rank = 0;
        while (rank < workers_.size() && workers_[rank].process != process) rank++;
        return rank;
    }

    std::vector<std::string> program_;
    std::vector<Worker> workers_;
    std::string folder_;
    long processes_ = 1;
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
