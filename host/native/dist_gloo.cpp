// Process groups over TCP, for the CPU. Compiled where gloo's headers are.
#define USE_C10D_GLOO
#include <cstdlib>

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

#include "dist.h"

namespace pluginhost {

// GLOO_SOCKET_IFNAME names the network interface, as with PyTorch.
GroupPointer make_gloo(const StorePointer& store, int rank, int size, std::chrono::milliseconds timeout) {
    auto options = c10d::ProcessGroupGloo::Options::create(timeout);
    const char* interface = std::getenv("GLOO_SOCKET_IFNAME");
    options->devices.push_back(interface != nullptr && *interface != '\0' ? c10d::ProcessGroupGloo::createDeviceForInterface(interface) : c10d::ProcessGroupGloo::createDefaultDevice());
    options->threads = 2;
    return c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
}

}  // namespace pluginhost
