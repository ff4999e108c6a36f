// Anomaly detection: nodes remember the managed place that made them, and an error of backward says it instead of printing a native stack.
#include "anomaly.h"

#include <atomic>
#include <cctype>
#include <deque>
#include <mutex>
#include <utility>

#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/autograd/function.h>

namespace pluginhost {
namespace {

std::atomic<PlaceCallback> place_callback{nullptr};

// Failures whose exceptions are on their way to the caller of backward. Some are swallowed on the way, so only the latest are kept.
std::mutex notes_mutex;
std::deque<std::pair<std::exception_ptr, std::string>> notes;
constexpr size_t kMostNotes = 16;

// "log_softmax" for "LogSoftmaxBackward0"; empty for a node that belongs to no operator.
std::string operator_of(const std::string& node) {
    const auto end = node.rfind("Backward");
    if (end == std::string::npos || end == 0) return "";
    std::string name;
    for (size_t i = 0; i < end; ++i) {
        const auto letter = static_cast<unsigned char>(node[i]);
        if (std::isupper(letter) && i > 0 && !std::isupper(static_cast<unsigned char>(node[i - 1]))) name += '_';
        name += static_cast<char>(std::tolower(letter));
    }
    return name;
}

struct PlaceMetadata : torch::autograd::AnomalyMetadata {
    void store_stack() override {
        const auto find = place_callback.load();
        if (find == nullptr) return;
        char text[512];
        const auto length = find(text, sizeof(text));
        place.assign(text, static_cast<size_t>(length));
    }

    // The engine calls this where it has caught the exception that it will throw from backward.
    void print_stack(const std::string& node) override {
        std::string note = " " + describe(node);
        for (auto above = parent; above != nullptr;) {
            auto* known = dynamic_cast<PlaceMetadata*>(above->metadata());
            if (known == nullptr) break;
            note += " That was in a backward: " + known->describe(above->name());
            above = known->parent;
        }
        const std::lock_guard<std::mutex> lock(notes_mutex);
        if (notes.size() == kMostNotes) notes.pop_front();
        notes.emplace_back(std::current_exception(), std::move(note));
    }

    void assign_parent(const std::shared_ptr<torch::autograd::Node>& node) override { parent = node; }

    std::string describe(const std::string& node) const {
        const auto name = operator_of(node);
        const auto what = name.empty() ? node : "its forward, " + name + ",";
        if (place.empty()) return "Where " + what + " was called is not known: anomaly detection was not on then.";
        return (name.empty() ? "It was made at " : "Its forward, " + name + ", was called at ") + place + ".";
    }

    std::string place;
    std::shared_ptr<torch::autograd::Node> parent;
};

struct Engine : torch::autograd::Engine {
    ~Engine() override { stop(); }

    std::unique_ptr<torch::autograd::AnomalyMetadata> make_anomaly_metadata() override { return std::make_unique<PlaceMetadata>(); }
};

torch::autograd::Engine& engine() {
    static Engine made;
    return made;
}

// Before any backward: there must be one engine in a process.
const bool installed = [] {
    torch::autograd::set_default_engine_stub(engine);
    return true;
}();

}  // namespace

std::string take_anomaly(const std::exception_ptr& error) {
    const std::lock_guard<std::mutex> lock(notes_mutex);
    for (auto note = notes.begin(); note != notes.end(); ++note) {
        if (note->first != error) continue;
        auto text = std::move(note->second);
        notes.erase(note);
        return text;
    }
    return "";
}

}  // namespace pluginhost

using namespace pluginhost;

int32_t ph_anomaly_mode(int32_t* enabled, int32_t* check_nan) {
    return guarded([&] {
        *enabled = torch::autograd::AnomalyMode::is_enabled() ? 1 : 0;
        *check_nan = torch::autograd::AnomalyMode::should_check_nan() ? 1 : 0;
    });
}

int32_t ph_set_anomaly_mode(int32_t enabled, int32_t check_nan, PlaceCallback place) {
    return guarded([&] {
        place_callback = place;
        torch::autograd::AnomalyMode::set_enabled(enabled != 0, check_nan != 0);
    });
}
