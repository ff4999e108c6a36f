// Finds operators by schema name and calls them boxed: arguments come as tagged values, what the schema has a default for may be
// left out, and results go into the caller's array.
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <variant>

#include <ATen/core/dispatch/Dispatcher.h>

#include "accumulator.h"
#include "error.h"
#include "guards.h"
#include "handles.h"
#include "recording.h"

namespace pluginhost {
namespace {

using c10::IValue;
using c10::TypeKind;

enum class Kind : uint8_t { Tensor, Tensors, OptionalTensors, Int, Float, Number, Bool, Ints, Floats, Bools, String, Device, Generator, Numbers, ScalarType, Layout, MemoryFormat, Other };

struct Parameter {
    Kind kind;
    bool optional;
    bool has_default;
    int32_t length;  // of a list that has a fixed one ("int[2]"), else 0
    bool may_be_empty;
};

// Most calls have one of a few signatures. Called with them as C++ calls it, an operator is spared the boxing of its arguments. They are
// told apart by the schema alone; only libtorch's own operators, whose C++ signatures follow from their schemas, are called so.
using One = at::Tensor(const at::Tensor&);
using Two = at::Tensor(const at::Tensor&, const at::Tensor&);
using TwoScaled = at::Tensor(const at::Tensor&, const at::Tensor&, const at::Scalar&);
using WithNumber = at::Tensor(const at::Tensor&, const at::Scalar&);
using Typed = std::variant<std::monostate, c10::TypedOperatorHandle<One>, c10::TypedOperatorHandle<Two>, c10::TypedOperatorHandle<TwoScaled>, c10::TypedOperatorHandle<WithNumber>>;

struct Operator {
    explicit Operator(c10::OperatorHandle handle) : handle(std::move(handle)) {}
    c10::OperatorHandle handle;
    std::vector<Parameter> parameters;
    std::vector<IValue> defaults;
    // Neither changes nor returns an argument: where no gradient is recorded, autograd's kernels have nothing to do for it.
    bool pure = false;
    // Tensors that it writes to and that may come out with another shape.
    std::vector<size_t> written;
    Typed typed;
    Recorded recorded = Recorded::None;
    // What the operator is for two matrices; null where that is nothing else.
    const Operator* of_matrices = nullptr;
    Guard guard = nullptr;
};

Kind kind_of(const c10::TypePtr& type) {
    switch (type->kind()) {
        case TypeKind::TensorType: return Kind::Tensor;
        case TypeKind::IntType: return Kind::Int;
        case TypeKind::FloatType: return Kind::Float;
        case TypeKind::BoolType: return Kind::Bool;
        case TypeKind::NumberType: return Kind::Number;
        case TypeKind::StringType: return Kind::String;
        case TypeKind::DeviceObjType: return Kind::Device;
        case TypeKind::GeneratorType: return Kind::Generator;
        case TypeKind::ListType: {
            const auto element = type->castRaw<c10::ListType>()->getElementType();
            switch (element->kind()) {
                case TypeKind::TensorType: return Kind::Tensors;
                case TypeKind::IntType: return Kind::Ints;
                case TypeKind::FloatType: return Kind::Floats;
                case TypeKind::BoolType: return Kind::Bools;
                case TypeKind::NumberType: return Kind::Numbers;
                case TypeKind::OptionalType:
                    return element->castRaw<c10::OptionalType>()->getElementType()->kind() == TypeKind::TensorType ? Kind::OptionalTensors : Kind::Other;
                default: return Kind::Other;
            }
        }
        default: return Kind::Other;
    }
}

// Enumerations cross as integers, and libtorch looks things up in tables by them without a check.
compat::Optional<Kind> enumeration_of(const c10::Argument& argument) {
    auto type = argument.real_type();
    if (type->kind() == TypeKind::OptionalType) type = type->castRaw<c10::OptionalType>()->getElementType();
    switch (type->kind()) {
        case TypeKind::ScalarTypeType: return Kind::ScalarType;
        case TypeKind::LayoutType: return Kind::Layout;
        case TypeKind::MemoryFormatType: return Kind::MemoryFormat;
        default: return {};
    }
}

int64_t enumeration(const Value& value, int64_t count, const char* what) {
    if (value.integer < 0 || value.integer >= count) throw std::invalid_argument(std::to_string(value.integer) + " is no " + what);
    return value.integer;
}

Parameter parameter_of(const c10::Argument& argument) {
    auto type = argument.type();
    bool optional = false;
    if (type->kind() == TypeKind::OptionalType) {
        optional = true;
        type = type->castRaw<c10::OptionalType>()->getElementType();
    }
    const auto& standard = argument.default_value();
    const auto length = argument.N().value_or(0);
    return {enumeration_of(argument).value_or(kind_of(type)), optional, standard.has_value(), length > 1 ? length : 0, standard.has_value() && standard->isList() && standard->toListRef().empty()};
}

bool is_pure(const c10::FunctionSchema& schema) {
    if (schema.name().rfind("aten::", 0) != 0 || schema.returns().empty()) return false;
    for (const auto& argument : schema.arguments())
        if (argument.alias_info() != nullptr) return false;
    for (const auto& result : schema.returns())
        if (result.alias_info() != nullptr) return false;
    return true;
}

Typed typed_of(const Operator& op) {
    std::vector<Kind> kinds;
    for (const auto& parameter : op.parameters) {
        if (parameter.optional) return {};
        kinds.push_back(parameter.kind);
    }
    const auto& returns = op.handle.schema().returns();
    if (returns.size() != 1 || returns[0].type()->kind() != TypeKind::TensorType) return {};
    if (kinds == std::vector<Kind>{Kind::Tensor}) return op.handle.typed<One>();
    if (kinds == std::vector<Kind>{Kind::Tensor, Kind::Tensor}) return op.handle.typed<Two>();
    if (kinds == std::vector<Kind>{Kind::Tensor, Kind::Tensor, Kind::Number}) return op.handle.typed<TwoScaled>();
    if (kinds == std::vector<Kind>{Kind::Tensor, Kind::Number}) return op.handle.typed<WithNumber>();
    return {};
}

std::mutex operators_mutex;
std::unordered_map<std::string, std::unique_ptr<Operator>>& operators() {
    static auto* all = new std::unordered_map<std::string, std::unique_ptr<Operator>>();
    return *all;
}

// "aten::add.Tensor" or "aten::relu"; null when libtorch has no such schema.
Operator* find(const std::string& full_name) {
    auto* of_matrices = full_name == "aten::matmul" ? find("aten::mm") : nullptr;
    std::lock_guard<std::mutex> lock(operators_mutex);
    auto& known = operators();
    const auto found = known.find(full_name);
    if (found != known.end()) return found->second.get();

    const auto colon = full_name.find("::");
    const auto dot = full_name.find('.', colon == std::string::npos ? 0 : colon + 2);
    const auto name = full_name.substr(0, dot);
    const auto overload = dot == std::string::npos ? std::string() : full_name.substr(dot + 1);
    const auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!handle.has_value()) return nullptr;

    auto made = std::make_unique<Operator>(*handle);
    const auto& schema = handle->schema();
    for (const auto& argument : schema.arguments()) {
        made->parameters.push_back(parameter_of(argument));
        made->defaults.push_back(argument.default_value().has_value() ? *argument.default_value() : IValue());
    }
    for (size_t i = 0; i < made->parameters.size(); ++i) {
        const auto* alias = schema.arguments()[i].alias_info();
        if (alias != nullptr && alias->isWrite() && made->parameters[i].kind == Kind::Tensor) made->written.push_back(i);
    }
    made->guard = find_guard(name);
    made->pure = is_pure(schema);
    // A guard reads boxed arguments.
    if (made->pure && made->guard == nullptr) made->typed = typed_of(*made);
    if (made->typed.index() != 0) made->recorded = recorded_of(full_name);
    made->of_matrices = of_matrices;
    auto* result = made.get();
    known.emplace(full_name, std::move(made));
    return result;
}

[[noreturn]] void mismatch(const Operator& op, size_t position, const char* came) {
    const auto& argument = op.handle.schema().arguments()[position];
    throw std::invalid_argument("argument '" + argument.name() + "' expects " + argument.type()->str() + ", got " + came);
}

const char* tag_name(int32_t tag) {
    static const char* const names[] = {"nothing", "a tensor", "a list of tensors", "an integer", "a real number", "a bool", "a list of integers", "a list of real numbers",
        "a list of bools", "a string", "a device", "a generator", "the default", "a list of numbers", "a complex number"};
    return tag >= 0 && tag <= kTagComplex ? names[tag] : "an unknown tag";
}

IValue number(const Operator& op, size_t position, const Value& value) {
    switch (value.tag) {
        case kTagInt: return IValue(value.integer);
        case kTagFloat: return IValue(value.real);
        case kTagBool: return IValue(value.integer != 0);
        case kTagComplex: {
            const auto* parts = static_cast<const double*>(value.pointer);
            return IValue(c10::complex<double>(parts[0], parts[1]));
        }
        default: mismatch(op, position, tag_name(value.tag));
    }
}

IValue to_ivalue(const Operator& op, size_t position, const Value& value) {
    const auto parameter = op.parameters[position];
    if (value.tag == kTagNone) {
        if (parameter.optional) return IValue();
        mismatch(op, position, "nothing");
    }
    switch (parameter.kind) {
        case Kind::Tensor:
            if (value.tag == kTagTensor) return IValue(require(value.pointer));
            break;
        case Kind::Int:
            if (value.tag == kTagInt) return IValue(value.integer);
            if (value.tag == kTagBool) return IValue(value.integer);
            break;
        case Kind::Float:
            if (value.tag == kTagFloat) return IValue(value.real);
            if (value.tag == kTagInt) return IValue(static_cast<double>(value.integer));
            break;
        case Kind::Number: return number(op, position, value);
        case Kind::Bool:
            if (value.tag == kTagBool || value.tag == kTagInt) return IValue(value.integer != 0);
            break;
        case Kind::Ints: {
            if (value.tag != kTagInt && value.tag != kTagInts) break;
            const auto* numbers = value.tag == kTagInt ? &value.integer : static_cast<const int64_t*>(value.pointer);
            const auto count = value.tag == kTagInt ? 1 : value.length;
            // Kernels read as many as the schema says without a look at how many there are; one stands for all, as in Python.
            const auto wanted = parameter.length;
            if (wanted > 0 && count != wanted && count != 1 && !(count == 0 && parameter.may_be_empty))
                throw std::invalid_argument("argument '" + op.handle.schema().arguments()[position].name() + "' expects " + std::to_string(wanted) + " integers or one for all, got " + std::to_string(count));
            c10::List<int64_t> list;
            list.reserve(static_cast<size_t>(std::max(count, wanted)));
            for (int32_t i = 0; i < (count == 1 ? std::max(wanted, 1) : count); ++i) list.push_back(numbers[count == 1 ? 0 : i]);
            return IValue(std::move(list));
        }
        case Kind::Floats: {
            if (value.tag != kTagFloats) break;
            c10::List<double> list;
            list.reserve(static_cast<size_t>(value.length));
            for (int32_t i = 0; i < value.length; ++i) list.push_back(static_cast<const double*>(value.pointer)[i]);
            return IValue(std::move(list));
        }
        case Kind::Bools: {
            if (value.tag != kTagBools) break;
            c10::List<bool> list;
            list.reserve(static_cast<size_t>(value.length));
            for (int32_t i = 0; i < value.length; ++i) list.push_back(static_cast<const uint8_t*>(value.pointer)[i] != 0);
            return IValue(std::move(list));
        }
        case Kind::Numbers: {
            if (value.tag != kTagNumbers) break;
            c10::impl::GenericList list(c10::NumberType::get());
            list.reserve(static_cast<size_t>(value.length));
            for (int32_t i = 0; i < value.length; ++i) list.push_back(number(op, position, static_cast<const Value*>(value.pointer)[i]));
            return IValue(std::move(list));
        }
        case Kind::Tensors: {
            if (value.tag != kTagTensors) break;
            c10::List<at::Tensor> list;
            list.reserve(static_cast<size_t>(value.length));
            for (int32_t i = 0; i < value.length; ++i) list.push_back(require(static_cast<void* const*>(value.pointer)[i]));
            return IValue(std::move(list));
        }
        case Kind::OptionalTensors: {
            if (value.tag != kTagTensors) break;
            c10::List<compat::Optional<at::Tensor>> list;
            list.reserve(static_cast<size_t>(value.length));
            for (int32_t i = 0; i < value.length; ++i) {
                auto tensor = borrow(static_cast<void* const*>(value.pointer)[i]);
                list.push_back(tensor.defined() ? compat::Optional<at::Tensor>(std::move(tensor)) : compat::Optional<at::Tensor>());
            }
            return IValue(std::move(list));
        }
        case Kind::String:
            if (value.tag == kTagString) return IValue(std::string(static_cast<const char*>(value.pointer), static_cast<size_t>(value.length)));
            break;
        case Kind::Device:
            if (value.tag == kTagDevice)
                return IValue(c10::Device(static_cast<c10::DeviceType>(value.integer >> 32), static_cast<c10::DeviceIndex>(static_cast<int32_t>(value.integer & 0xffffffff))));
            break;
        case Kind::Generator:
            if (value.tag == kTagGenerator) {
                auto* impl = static_cast<c10::GeneratorImpl*>(value.pointer);
                c10::raw::intrusive_ptr::incref(impl);
                return IValue(at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(impl)));
            }
            break;
        case Kind::ScalarType:
            // Undefined is the last of them.
            if (value.tag == kTagInt) return IValue(enumeration(value, static_cast<int64_t>(at::ScalarType::Undefined), "scalar type"));
            break;
        case Kind::Layout:
            if (value.tag == kTagInt) return IValue(enumeration(value, static_cast<int64_t>(at::Layout::NumOptions), "layout"));
            break;
        case Kind::MemoryFormat:
            if (value.tag == kTagInt) return IValue(enumeration(value, static_cast<int64_t>(at::MemoryFormat::NumOptions), "memory format"));
            break;
        case Kind::Other: break;
    }
    mismatch(op, position, tag_name(value.tag));
}

// Results of list type are one block that the caller frees with ph_free after taking over the tensors.
template <class T>
Value list_result(Tag tag, size_t length) {
    Value value{tag, static_cast<int32_t>(length), {}};
    value.pointer = std::malloc(std::max<size_t>(1, length * sizeof(T)));
    if (value.pointer == nullptr) throw std::bad_alloc();
    return value;
}

Value tensor_value(at::Tensor&& tensor) {
    Value value{kTagTensor, 0, {}};
    value.pointer = give(std::move(tensor));
    if (value.pointer == nullptr) value.tag = kTagNone;
    return value;
}

Value to_value(IValue&& result) {
    Value value{kTagNone, 0, {}};
    if (result.isTensor()) {
        value = tensor_value(std::move(result).toTensor());
    } else if (result.isInt()) {
        value.tag = kTagInt;
        value.integer = result.toInt();
    } else if (result.isDouble()) {
        value.tag = kTagFloat;
        value.real = result.toDouble();
    } else if (result.isBool()) {
        value.tag = kTagBool;
        value.integer = result.toBool() ? 1 : 0;
    } else if (result.isTensorList()) {
        const auto tensors = result.toTensorVector();
        value = list_result<void*>(kTagTensors, tensors.size());
        for (size_t i = 0; i < tensors.size(); ++i) static_cast<void**>(value.pointer)[i] = give(tensors[i]);
    } else if (result.isIntList()) {
        const auto numbers = result.toIntVector();
        value = list_result<int64_t>(kTagInts, numbers.size());
        if (!numbers.empty()) std::memcpy(value.pointer, numbers.data(), numbers.size() * sizeof(int64_t));
    } else if (result.isScalar()) {
        throw std::invalid_argument("a complex result cannot cross to C#");
    } else if (!result.isNone()) {
        throw std::invalid_argument("a result of type " + result.tagKind() + " cannot cross to C#");
    }
    return value;
}

void let_go(const Value& value) {
    if (value.tag == kTagTensor) {
        TensorPointer::reclaim(static_cast<at::TensorImpl*>(value.pointer));
    } else if (value.tag == kTagTensors || value.tag == kTagInts) {
        for (int32_t i = 0; value.tag == kTagTensors && i < value.length; ++i)
            if (auto* tensor = static_cast<void**>(value.pointer)[i]) TensorPointer::reclaim(static_cast<at::TensorImpl*>(tensor));
        std::free(value.pointer);
    }
}

// All of the results or none: where one cannot cross, those before it would have no owner.
void take_results(std::vector<IValue>& stack, Value* results, size_t capacity) {
    size_t made = 0;
    try {
        for (; made < stack.size() && made < capacity; ++made) results[made] = to_value(std::move(stack[made]));
    } catch (...) {
        while (made-- > 0) let_go(results[made]);
        throw;
    }
}

// Growing a vector of IValues is most of what a boxed call costs besides the kernel: one per thread is kept. A call made inside
// a call (a managed callback under an operator) gets a vector of its own, because the outer one still reads its arguments.
struct StackLease {
    StackLease() : owned(!busy) {
        if (owned) {
            busy = true;
            shared.clear();
        }
    }
    ~StackLease() {
        if (owned) {
            shared.clear();
            busy = false;
        }
    }
    std::vector<IValue>& get() { return owned ? shared : nested; }

    static thread_local bool busy;
    static thread_local std::vector<IValue> shared;
    bool owned;
    std::vector<IValue> nested;
};
thread_local bool StackLease::busy = false;
thread_local std::vector<IValue> StackLease::shared;

bool tracks(const Value& value) {
    if (value.tag == kTagTensor) return value.pointer != nullptr && static_cast<at::TensorImpl*>(value.pointer)->requires_grad();
    if (value.tag != kTagTensors) return false;
    for (int32_t i = 0; i < value.length; ++i) {
        const auto* tensor = static_cast<at::TensorImpl* const*>(value.pointer)[i];
        if (tensor != nullptr && tensor->requires_grad()) return true;
    }
    return false;
}

// Whether a call records nothing for a backward pass.
bool records_nothing(const Operator& op, const Value* arguments, int32_t count) {
    if (!op.pure) return false;
    if (!at::GradMode::is_enabled()) return true;
    for (int32_t i = 0; i < count; ++i)
        if (tracks(arguments[i])) return false;
    return true;
}

at::Scalar scalar(const Operator& op, size_t position, const Value* arguments, int32_t count) {
    if (position >= static_cast<size_t>(count) || arguments[position].tag == kTagDefault) {
        if (!op.parameters[position].has_default) mismatch(op, position, "nothing, and the schema has no default for it");
        return op.defaults[position].toScalar();
    }
    return number(op, position, arguments[position]).toScalar();
}

at::Tensor call_pair(const Operator& op, const at::Tensor& left, const at::Tensor& right, const Value* arguments, int32_t count) {
    if (const auto* pair = std::get_if<c10::TypedOperatorHandle<Two>>(&op.typed)) return pair->call(left, right);
    return std::get<c10::TypedOperatorHandle<TwoScaled>>(op.typed).call(left, right, scalar(op, 2, arguments, count));
}

// Two tensors, and what may follow them, for a backward pass.
at::Tensor call_recorded(const Operator& op, const at::Tensor& left, const at::Tensor& right, const Value* arguments, int32_t count) {
    const bool unscaled = count == 2 || arguments[2].tag == kTagDefault;
    if (op.recorded == Recorded::None || !unscaled || !can_record(op.recorded, left, right)) return call_pair(op, left, right, arguments, count);
    const c10::impl::ExcludeDispatchKeyGuard below_autograd(c10::autograd_dispatch_keyset);
    auto result = call_pair(op, left, right, arguments, count);
    record(op.recorded, left, right, result);
    return result;
}

// Calls an operator by its C++ signature where it has one of the few; false where it has not, or where an argument is something else.
bool call_typed(const Operator& op, const Value* arguments, int32_t count, bool recording, at::Tensor& result) {
    if (op.typed.index() == 0 || count < 1 || arguments[0].tag != kTagTensor) return false;
    const Lent first(arguments[0].pointer);
    if (const auto* one = std::get_if<c10::TypedOperatorHandle<One>>(&op.typed)) {
        result = one->call(first);
    } else if (const auto* number = std::get_if<c10::TypedOperatorHandle<WithNumber>>(&op.typed)) {
        result = number->call(first, scalar(op, 1, arguments, count));
    } else {
        if (count < 2 || arguments[1].tag != kTagTensor) return false;
        const Lent second(arguments[1].pointer);
        const at::Tensor &left = first, &right = second;
        const auto& called = op.of_matrices != nullptr && left.dim() == 2 && right.dim() == 2 ? *op.of_matrices : op;
        result = recording ? call_recorded(called, left, right, arguments, count) : call_pair(called, left, right, arguments, count);
    }
    return true;
}

}  // namespace
}  // namespace pluginhost

using namespace pluginhost;

int32_t ph_operator_find(const char* name, int32_t length, void** found) {
    return guarded([&] { *found = find(std::string(name, static_cast<size_t>(length))); });
}

int32_t ph_operator_schema(void* op, const char** text) {
    return guarded([&] {
        std::ostringstream stream;
        stream << static_cast<Operator*>(op)->handle.schema();
        *text = keep(stream.str());
    });
}

int32_t ph_operator_call(void* op, const Value* arguments, int32_t count, Value* results, int32_t capacity, int32_t* results_count) {
    return guarded([&] {
        const auto& target = *static_cast<Operator*>(op);
        const auto parameters = target.parameters.size();
        if (static_cast<size_t>(count) > parameters)
            throw std::invalid_argument("takes " + std::to_string(parameters) + " arguments, got " + std::to_string(count));

        compat::Optional<c10::impl::ExcludeDispatchKeyGuard> below_autograd;
        const bool recording = !records_nothing(target, arguments, count);
        if (!recording) below_autograd.emplace(c10::autograd_dispatch_keyset);
        at::Tensor result;
        if (call_typed(target, arguments, count, recording, result)) {
            *results_count = 1;
            if (capacity > 0) results[0] = tensor_value(std::move(result));
            return;
        }

        StackLease lease;
        auto& stack = lease.get();
        for (size_t i = 0; i < parameters; ++i) {
            if (i < static_cast<size_t>(count) && arguments[i].tag != kTagDefault) {
                stack.push_back(to_ivalue(target, i, arguments[i]));
            } else if (target.parameters[i].has_default) {
                stack.push_back(target.defaults[i]);
            } else if (target.parameters[i].optional) {
                stack.emplace_back();
            } else {
                mismatch(target, i, "nothing, and the schema has no default for it");
            }
        }
        if (target.guard != nullptr) target.guard(target.handle.schema(), stack);
        target.handle.callBoxed(&stack);
        for (const auto i : target.written)
            if (i < static_cast<size_t>(count) && arguments[i].tag == kTagTensor) forget_outdated_accumulator(arguments[i].pointer);

        *results_count = static_cast<int32_t>(stack.size());
        take_results(stack, results, static_cast<size_t>(capacity));
    });
}

int32_t ph_operator_names(const char** names) {
    return guarded([&] {
        std::string all;
        for (const auto& name : c10::Dispatcher::singleton().getAllOpNames()) {
            all += name.name;
            if (!name.overload_name.empty()) all += "." + name.overload_name;
            all += '\n';
        }
        *names = keep(std::move(all));
    });
}

void ph_free(void* memory) { std::free(memory); }
