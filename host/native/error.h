// The one bridge from C++ exceptions to status codes: every entry of the ABI runs inside guarded().
#pragma once
#include <exception>
#include <new>
#include <string>

#include <c10/util/Exception.h>

#include "api.h"
#include "compat.h"

namespace pluginhost {

// Thrown where a managed callback failed; the managed side finds its exception by the number.
struct CallbackError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

int32_t fail(int32_t status, const char* message) noexcept;

// Puts a note behind the first line of the thread's error.
int32_t fail_with_note(int32_t status, const char* note) noexcept;

template <class Body>
int32_t guarded(Body&& body) noexcept {
    try {
        body();
        return kOk;
    } catch (const CallbackError& e) {
        return fail(kCallback, e.what());
    } catch (const compat::OutOfMemory& e) {
        return fail(kOutOfMemory, e.what_without_backtrace());
    } catch (const c10::IndexError& e) {
        return fail(kIndex, e.what_without_backtrace());
    } catch (const c10::TypeError& e) {
        return fail(kType, e.what_without_backtrace());
    } catch (const c10::ValueError& e) {
        return fail(kValue, e.what_without_backtrace());
    } catch (const c10::NotImplementedError& e) {
        return fail(kNotImplemented, e.what_without_backtrace());
    } catch (const c10::LinAlgError& e) {
        return fail(kLinearAlgebra, e.what_without_backtrace());
    } catch (const c10::Error& e) {
        return fail(kFailed, e.what_without_backtrace());
    } catch (const std::bad_alloc&) {
        return fail(kOutOfMemory, "out of memory");
    } catch (const std::exception& e) {
        return fail(kFailed, e.what());
    } catch (...) {
        return fail(kFailed, "libtorch threw something that is no std::exception");
    }
}

// Texts handed to the managed side live until the same thread asks for the next one.
const char* keep(std::string text);

}  // namespace pluginhost
