// The CPU memory of tensors: small blocks are kept by the thread that let go of them, since a training step asks for the same sizes again
// and again and posix_memalign is most of what an empty tensor costs. Large blocks are the C library's, told to keep what it has instead of
// giving pages back to the system and faulting them in again at the next step.
#include <malloc.h>

#include <array>
#include <cstdlib>

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/util/Exception.h>

#include "allocator.h"
#include "compat.h"

namespace {

// As libtorch's own: what vector instructions and cache lines want.
constexpr size_t kAlignment = 64;
// The classes are multiples of 64 bytes up to 1 KiB, then four in each doubling up to 64 KiB.
constexpr size_t kFine = 1024, kSmall = 65536;
constexpr size_t kClasses = 16 + 4 * 6;
constexpr uint32_t kLarge = UINT32_MAX;
// What a thread keeps of one class.
constexpr size_t kKeptBytes = 512 * 1024;

struct Block {
    uint32_t size_class;
    Block* next;
};
static_assert(sizeof(Block) <= kAlignment, "the header takes the alignment's place before the data");

size_t class_of(size_t bytes) {
    if (bytes <= kFine) return (bytes + 63) / 64 - 1;
    // 1025..1280 is class 16.
    const auto doubling = static_cast<size_t>(63 - __builtin_clzll(bytes - 1));
    return 16 + (doubling - 10) * 4 + ((bytes - 1) >> (doubling - 2)) - 4;
}

size_t bytes_of(size_t size_class) {
    if (size_class < 16) return (size_class + 1) * 64;
    const auto doubling = (size_class - 16) / 4 + 10, quarter = (size_class - 16) % 4;
    return (quarter + 5) << (doubling - 2);
}

struct Kept {
    std::array<Block*, kClasses> blocks{};
    std::array<uint32_t, kClasses> counts{};
    ~Kept();
};

// A tensor may outlive its thread's storage by a moment, in the destructor of another thread-local.
thread_local bool gone = false;
thread_local Kept kept;

Kept::~Kept() {
    gone = true;
    for (auto* block : blocks)
        while (block != nullptr) {
            auto* next = block->next;
            std::free(block);
            block = next;
        }
}

Block* fresh(size_t bytes) {
    void* memory = nullptr;
    if (bytes > PTRDIFF_MAX - kAlignment || posix_memalign(&memory, kAlignment, bytes + kAlignment) != 0)
        TORCH_CHECK_WITH(OutOfMemoryError, false, "can't allocate ", bytes, " bytes of CPU memory");
    return static_cast<Block*>(memory);
}

void release(void* data) {
    if (data == nullptr) return;
    auto* block = reinterpret_cast<Block*>(static_cast<char*>(data) - kAlignment);
    const auto size_class = block->size_class;
    if (size_class == kLarge || gone || (kept.counts[size_class] + 1) * bytes_of(size_class) > kKeptBytes) {
        std::free(block);
        return;
    }
    block->next = kept.blocks[size_class];
    kept.blocks[size_class] = block;
    ++kept.counts[size_class];
}

struct TensorAllocator final : c10::Allocator {
    c10::DataPtr take(size_t bytes) const {
        if (bytes == 0) return {nullptr, nullptr, &release, c10::Device(c10::DeviceType::CPU)};
        Block* block;
        if (bytes > kSmall) {
            block = fresh(bytes);
            block->size_class = kLarge;
        } else {
            const auto size_class = class_of(bytes);
            block = gone ? nullptr : kept.blocks[size_class];
            if (block != nullptr) {
                kept.blocks[size_class] = block->next;
                --kept.counts[size_class];
            } else {
                block = fresh(bytes_of(size_class));
            }
            block->size_class = static_cast<uint32_t>(size_class);
        }
        auto* data = reinterpret_cast<char*>(block) + kAlignment;
        return {data, data, &release, c10::Device(c10::DeviceType::CPU)};
    }

#if PH_TORCH_AT_LEAST(2, 3)
    c10::DataPtr allocate(size_t bytes) override { return take(bytes); }
    void copy_data(void* destination, const void* source, std::size_t bytes) const override { default_copy_data(destination, source, bytes); }
#else
    c10::DataPtr allocate(size_t bytes) const override { return take(bytes); }
#endif

    c10::DeleterFnPtr raw_deleter() const override { return &release; }
};

}  // namespace

namespace pluginhost {

c10::Allocator* tensor_allocator() {
    static TensorAllocator allocator;
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 512 << 20);
    return &allocator;
}

}  // namespace pluginhost
