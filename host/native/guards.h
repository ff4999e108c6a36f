// Checks in front of operators that libtorch leaves unchecked: arguments that would end the process become a sentence.
#pragma once
#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>

namespace pluginhost {

using Guard = void (*)(const c10::FunctionSchema& schema, c10::ArrayRef<c10::IValue> arguments);

// The guard of an operator by its schema's name ("aten::_fft_c2r", all overloads); null, as for nearly all, where libtorch checks itself.
Guard find_guard(const std::string& name);

}  // namespace pluginhost
