// In which order TorchSharp's binary format has an optimizer's options and state.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Options after both learning rates, as numbers or truth values; then of every parameter the step, further numbers, and tensors. A tensor
/// whose name begins with '?' comes after a truth value that says whether it is there.
/// </summary>
internal sealed record StateLayout(string[] Options, bool HasStep, string[] Numbers, string[] Tensors)
{
    private static readonly string[] s_betas = ["beta1", "beta2", "eps", "weight_decay"];

    private static readonly Dictionary<Type, StateLayout> s_all = new()
    {
        [typeof(SGD)] = new(["momentum", "dampening", "weight_decay", "nesterov", "maximize"], false, [], ["?momentum_buffer"]),
        [typeof(Adam)] = new([.. s_betas, "amsgrad", "maximize"], true, [], ["exp_avg", "exp_avg_sq", "?max_exp_avg_sq"]),
        [typeof(AdamW)] = new([.. s_betas, "amsgrad", "maximize"], true, [], ["exp_avg", "exp_avg_sq", "?max_exp_avg_sq"]),
        [typeof(ASGD)] = new(["maximize", "lambd", "alpha", "weight_decay", "t0"], true, ["eta", "mu"], ["ax"]),
        [typeof(Adadelta)] = new(["rho", "eps", "weight_decay", "maximize"], true, [], ["square_avg", "acc_delta"]),
        [typeof(Adagrad)] = new(["lr_decay", "initial_accumulator_value", "eps", "weight_decay"], true, [], ["sum"]),
        [typeof(Adamax)] = new(s_betas, true, [], ["exp_avg", "exp_inf"]),
        [typeof(NAdam)] = new([.. s_betas, "momentum_decay"], true, ["mu_product"], ["exp_avg", "exp_avg_sq"]),
        [typeof(RAdam)] = new(s_betas, true, [], ["exp_avg", "exp_avg_sq"]),
        [typeof(RMSProp)] = new(["maximize", "momentum", "alpha", "eps", "weight_decay", "centered"], true, [], ["square_avg", "?momentum_buffer", "?grad_avg"]),
        [typeof(Rprop)] = new(["maximize", "etaminus", "etaplus", "min_step", "max_step"], true, [], ["prev", "step_size"]),
    };

    internal static StateLayout Of(optim.Optimizer optimizer) =>
        s_all.TryGetValue(optimizer.GetType(), out var layout) ? layout : throw new NotSupportedException($"{optimizer.GetType().Name} has no state in TorchSharp's format.");

    internal void Write(BinaryWriter writer, OptimizerOptions options)
    {
        writer.Write(options.InitialLearningRate);
        writer.Write(options.LearningRate!.Value);
        foreach (var name in Options)
        {
            switch (options.GetType().GetProperty(name)!.GetValue(options))
            {
                case bool value: writer.Write(value); break;
                case double value: writer.Write(value); break;
            }
        }
    }

    internal void Read(BinaryReader reader, OptimizerOptions options)
    {
        options.InitialLearningRate = reader.ReadDouble();
        options.LearningRate = reader.ReadDouble();
        foreach (var name in Options)
        {
            var property = options.GetType().GetProperty(name)!;
            property.SetValue(options, property.PropertyType == typeof(bool?) ? reader.ReadBoolean() : reader.ReadDouble());
        }
    }

    internal void Write(BinaryWriter writer, optim.Optimizer optimizer, Parameter parameter)
    {
        var state = optimizer.State(parameter);
        if (HasStep)
            writer.Write(state.TryGetValue("step", out var step) ? (long)step.ToDouble() : 0L);
        foreach (var name in Numbers)
            writer.Write(state.TryGetValue(name, out var number) ? number.ToDouble() : name == "eta" ? optimizer.GroupOf(parameter).LearningRate : 1.0);
        foreach (var name in Tensors)
        {
            var there = state.TryGetValue(name.TrimStart('?'), out var tensor);
            if (name[0] == '?')
                writer.Write(there);
            else if (!there)
                tensor = Unmade(optimizer, parameter, name);
            if (tensor is not null)
                TensorStream.Save(writer, tensor);
        }
    }

    // What the tensor is before the parameter's first step.
    private static Tensor Unmade(optim.Optimizer optimizer, Parameter parameter, string name) => full_like(parameter, (name, optimizer.GroupOf(parameter).Options) switch
    {
        ("step_size", var options) => options!.LearningRate!.Value,
        ("sum", Adagrad.Options options) => options.initial_accumulator_value!.Value,
        _ => 0.0,
    });

    internal void Read(BinaryReader reader, optim.Optimizer optimizer, Parameter parameter)
    {
        using var scope = NewDisposeScope();
        var state = new Dictionary<string, Tensor>();
        long step = HasStep ? reader.ReadInt64() : 1;
        if (HasStep)
            state["step"] = tensor((double)step, ScalarType.Float32);
        foreach (var name in Numbers)
            state[name] = tensor(reader.ReadDouble(), ScalarType.Float64);
        foreach (var name in Tensors)
            if (name[0] != '?' || reader.ReadBoolean())
                state[name.TrimStart('?')] = TensorStream.Load(reader);
        // Before the first step there is no state here.
        optimizer.LoadState(parameter, step > 0 ? state : []);
    }
}
