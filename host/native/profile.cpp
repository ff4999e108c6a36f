// Times operators: how often each was called and how long it took without what it called in turn. Costs nothing while it is off.
#include <chrono>
#include <cstring>
#include <mutex>
#include <sstream>
#include <unordered_map>
#include <vector>

#include <ATen/record_function.h>

#include "error.h"

using namespace pluginhost;

namespace {

using Clock = std::chrono::steady_clock;

struct Times {
    int64_t calls = 0;
    int64_t self = 0;
};

// One table a thread, so that operators of different threads do not wait for each other; tables outlive their threads.
struct Table {
    std::mutex mutex;
    std::unordered_map<std::string, Times> times;
};

std::mutex tables_mutex;
std::vector<std::shared_ptr<Table>> tables;

Table& table_of_thread() {
    thread_local std::shared_ptr<Table> mine = [] {
        auto made = std::make_shared<Table>();
        std::lock_guard<std::mutex> lock(tables_mutex);
        tables.push_back(made);
        return made;
    }();
    return *mine;
}

struct Call : at::ObserverContext {
    Call* outer = nullptr;
    Clock::time_point start;
    int64_t inner = 0;
};
thread_local Call* innermost = nullptr;

std::unique_ptr<at::ObserverContext> begin(const at::RecordFunction&) {
    auto call = std::make_unique<Call>();
    call->outer = innermost;
    innermost = call.get();
    call->start = Clock::now();
    return call;
}

void end(const at::RecordFunction& function, at::ObserverContext* context) {
    auto* call = static_cast<Call*>(context);
    const auto took = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - call->start).count();
    innermost = call->outer;
    if (call->outer != nullptr) call->outer->inner += took;
    auto& table = table_of_thread();
    std::lock_guard<std::mutex> lock(table.mutex);
    auto& times = table.times[function.name()];
    times.calls += 1;
    times.self += took - call->inner;
}

at::CallbackHandle callback = 0;

}  // namespace

int32_t ph_profile_start() {
    return guarded([&] {
        std::lock_guard<std::mutex> lock(tables_mutex);
        if (callback != 0) throw std::runtime_error("operators are being timed already");
        for (auto& table : tables) {
            std::lock_guard<std::mutex> inner(table->mutex);
            table->times.clear();
        }
        callback = at::addGlobalCallback(
            at::RecordFunctionCallback(&begin, &end).scopes({at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION}));
    });
}

// One line an operator: calls, nanoseconds, name. Operators that are running are left out.
int32_t ph_profile_stop(const char** lines) {
    return guarded([&] {
        std::lock_guard<std::mutex> lock(tables_mutex);
        if (callback == 0) throw std::runtime_error("operators are not being timed");
        at::removeCallback(callback);
        callback = 0;
        std::unordered_map<std::string, Times> all;
        for (auto& table : tables) {
            std::lock_guard<std::mutex> inner(table->mutex);
            for (const auto& [name, times] : table->times) {
                all[name].calls += times.calls;
                all[name].self += times.self;
            }
        }
        std::ostringstream text;
        for (const auto& [name, times] : all) text << times.calls << ' ' << times.self << ' ' << name << '\n';
        *lines = keep(text.str());
    });
}
