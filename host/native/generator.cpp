// Random number generators: seeding, and taking and restoring their state.
#include <mutex>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include "error.h"
#include "handles.h"

using namespace pluginhost;

namespace {

at::Generator borrow_generator(void* handle) {
    if (handle == nullptr) throw std::invalid_argument("expected a generator, got null");
    auto* impl = static_cast<c10::GeneratorImpl*>(handle);
    c10::raw::intrusive_ptr::incref(impl);
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(impl));
}

void* give_generator(at::Generator generator) {
    auto* impl = generator.unsafeGetGeneratorImpl();
    c10::raw::intrusive_ptr::incref(impl);
    return impl;
}

at::Generator default_of(int32_t device_type, int32_t device_index) {
    return at::globalContext().defaultGenerator(c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
}

}  // namespace

int32_t ph_manual_seed(int64_t seed) {
    return guarded([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

int32_t ph_generator_default(int32_t device_type, int32_t device_index, void** result) {
    return guarded([&] { *result = give_generator(default_of(device_type, device_index)); });
}

int32_t ph_generator_new(int32_t device_type, int32_t device_index, int64_t seed, void** result) {
    return guarded([&] {
        if (static_cast<c10::DeviceType>(device_type) == c10::DeviceType::CPU) {
            *result = give_generator(at::detail::createCPUGenerator(static_cast<uint64_t>(seed)));
            return;
        }
        // A clone of the device's own generator needs no header of that device.
        auto copy = default_of(device_type, device_index).clone();
        copy.set_current_seed(static_cast<uint64_t>(seed));
        *result = give_generator(std::move(copy));
    });
}

int32_t ph_generator_release(void* generator) {
    return guarded([&] {
        if (generator != nullptr) c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(generator));
    });
}

// 0 reads the seed, 1 sets it, 2 draws a new one.
int32_t ph_generator_seed(void* generator, int32_t action, int64_t* seed) {
    return guarded([&] {
        auto borrowed = borrow_generator(generator);
        std::lock_guard<std::mutex> lock(borrowed.mutex());
        if (action == 1) borrowed.set_current_seed(static_cast<uint64_t>(*seed));
        *seed = static_cast<int64_t>(action == 2 ? borrowed.seed() : borrowed.current_seed());
    });
}

int32_t ph_generator_get_state(void* generator, void** state) {
    return guarded([&] {
        auto borrowed = borrow_generator(generator);
        std::lock_guard<std::mutex> lock(borrowed.mutex());
        *state = give(borrowed.get_state());
    });
}

int32_t ph_generator_set_state(void* generator, void* state) {
    return guarded([&] {
        auto borrowed = borrow_generator(generator);
        std::lock_guard<std::mutex> lock(borrowed.mutex());
        borrowed.set_state(require(state));
    });
}
