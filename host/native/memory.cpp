// Refuses CPU memory that the machine has not. Linux promises any amount and ends the process that uses it; a sentence is better.
#include <atomic>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>

#include <c10/core/CPUAllocator.h>

#include "allocator.h"
#include "error.h"

namespace pluginhost {
namespace {

// Smaller pieces are not worth reading the kernel's numbers for.
constexpr size_t kWorthAsking = size_t{64} << 20;

std::atomic<int64_t> largest{std::numeric_limits<int64_t>::max()};

// The number behind a name in a file of lines "name number"; -1 where there is none.
int64_t number_in(const char* path, const char* name) {
    std::FILE* file = std::fopen(path, "re");
    if (file == nullptr) return -1;
    char line[256];
    long long number = -1;
    const auto length = std::strlen(name);
    while (number < 0 && std::fgets(line, sizeof(line), file) != nullptr)
        if (std::strncmp(line, name, length) == 0) std::sscanf(line + length, "%lld", &number);
    std::fclose(file);
    return number;
}

// Bytes that this process can still have: the machine's, and less where its container is given less.
int64_t available() {
    const auto free = number_in("/proc/meminfo", "MemAvailable:");
    if (free < 0) return std::numeric_limits<int64_t>::max();
    const auto swap = number_in("/proc/meminfo", "SwapFree:");
    const auto machine = (free + std::max<int64_t>(0, swap)) * 1024;
    const auto limit = number_in("/sys/fs/cgroup/memory.max", "");
    const auto used = number_in("/sys/fs/cgroup/memory.stat", "anon ");
    return limit < 0 || used < 0 ? machine : std::min(machine, std::max<int64_t>(0, limit - used));
}

// For whoever looks for kernels that write beside their tensors: a zone on either side of each piece, looked at when it is freed.
constexpr size_t kZone = 512;
constexpr unsigned char kZoneByte = 0xC5;
std::atomic<bool> zones{false};
std::atomic<int64_t> damaged{0};

struct ZonedPiece {
    at::DataPtr memory;
    size_t bytes;
};

void free_zoned(void* context) {
    std::unique_ptr<ZonedPiece> piece(static_cast<ZonedPiece*>(context));
    const auto* start = static_cast<const unsigned char*>(piece->memory.get());
    for (size_t i = 0; i < kZone; ++i)
        if (start[i] != kZoneByte || start[kZone + piece->bytes + i] != kZoneByte) {
            ++damaged;
            return;
        }
}

at::DataPtr with_zones(at::DataPtr memory, size_t bytes) {
    auto* start = static_cast<unsigned char*>(memory.get());
    std::memset(start, kZoneByte, kZone);
    std::memset(start + kZone + bytes, kZoneByte, kZone);
    return {start + kZone, new ZonedPiece{std::move(memory), bytes}, &free_zoned, at::Device(at::kCPU)};
}

// The allocator behind a question. What an allocator overrides differs between versions: allocate() lost its const and
// copy_data() came, so both forms are here and none says override.
struct AskingAllocator final : c10::Allocator {
    explicit AskingAllocator(c10::Allocator* base) : base(base) {}

    at::DataPtr allocate(size_t bytes) const { return made(bytes); }
    at::DataPtr allocate(size_t bytes) { return made(bytes); }
    c10::DeleterFnPtr raw_deleter() const { return base->raw_deleter(); }
    void copy_data(void* destination, const void* source, size_t bytes) const { std::memcpy(destination, source, bytes); }

    at::DataPtr made(size_t bytes) const {
        ask(bytes);
        return zones && bytes > 0 ? with_zones(base->allocate(bytes + 2 * kZone), bytes) : base->allocate(bytes);
    }

    static void ask(size_t bytes) {
        if (bytes < kWorthAsking && bytes <= static_cast<size_t>(largest.load(std::memory_order_relaxed))) return;
        const auto room = std::min(available(), largest.load(std::memory_order_relaxed));
        TORCH_CHECK_WITH(OutOfMemoryError, bytes <= static_cast<size_t>(room), "the CPU has not the memory: asked for ", bytes, " bytes, of which ", room, " can be had");
    }

    c10::Allocator* const base;
};

const bool installed = [] {
    c10::SetCPUAllocator(new AskingAllocator(tensor_allocator()), 1);
    return true;
}();

}  // namespace
}  // namespace pluginhost

using namespace pluginhost;

// The most bytes that one piece of CPU memory may have; 0 asks only.
int32_t ph_memory_limit(int64_t bytes, int64_t* previous) {
    return guarded([&] { *previous = bytes > 0 ? largest.exchange(bytes) : largest.load(); });
}

// Puts zones around the pieces that are made from now on; counts those that were found written to so far. Never taken back.
int32_t ph_memory_zones(int32_t enable, int64_t* found) {
    return guarded([&] {
        if (enable != 0) zones = true;
        *found = damaged;
    });
}
