// One step of Adam with operators over lists of tensors, and with libtorch's fused operator where the device has it.
using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

internal static class AdamLists
{
    // Whether a fused call answered on the device; a schema alone proves nothing (1.13 lists one whose CPU call throws).
    private static readonly ConcurrentDictionary<(bool, string), bool> s_fused = new();

    internal static void Step(List<Tensor> parameters, List<Tensor> gradients, List<Dictionary<string, Tensor>> states, long step, AdamOptions options, bool decoupled)
    {
        var averages = states.ConvertAll(state => state["exp_avg"]);
        var squares = states.ConvertAll(state => state["exp_avg_sq"]);
        var largest = options.amsgrad == true ? states.ConvertAll(state => state["max_exp_avg_sq"]) : [];
        double beta1 = options.beta1!.Value, beta2 = options.beta2!.Value, rate = options.LearningRate!.Value, decay = options.weight_decay!.Value;
        if (HasFused(decoupled, parameters[0].device))
        {
            // The operator reads the number of the step that it makes from a tensor on the parameters' device.
            var number = full([], (double)step, ScalarType.Float32, parameters[0].device);
            Fused(decoupled, parameters, gradients, averages, squares, largest, [.. Enumerable.Repeat(number, parameters.Count)], options);
            return;
        }
        if (options.maximize == true)
            gradients = gradients.ConvertAll(gradient => -gradient);
        if (decoupled && decay != 0)
            Calls._foreach_mul__Scalar(parameters, 1 - rate * decay);
        else if (decay != 0)
            gradients = [.. Calls._foreach_add_List(gradients, parameters, decay)];
        Calls._foreach_mul__Scalar(averages, beta1);
        Calls._foreach_add__List(averages, gradients, 1 - beta1);
        Calls._foreach_mul__Scalar(squares, beta2);
        Calls._foreach_addcmul__Scalar(squares, gradients, gradients, 1 - beta2);
        if (largest.Count > 0)
            Calls._foreach_maximum__List(largest, squares);
        var denominators = Calls._foreach_sqrt(largest.Count > 0 ? largest : squares);
        Calls._foreach_div__Scalar(denominators, Math.Sqrt(1 - Math.Pow(beta2, step)));
        Calls._foreach_add__Scalar(denominators, options.eps!.Value);
        Calls._foreach_addcdiv__Scalar(parameters, averages, denominators, -rate / (1 - Math.Pow(beta1, step)));
    }

    private static bool HasFused(bool decoupled, Device device)
    {
        if (device.type != DeviceType.CUDA)
            return false;
        return s_fused.GetOrAdd((decoupled, device.ToString()), _ =>
        {
            if (!Dispatch.Exists(decoupled ? Op._fused_adamw_ : Op._fused_adam_))
                return false;
            using var scope = NewDisposeScope();
            List<Tensor> probe = [zeros(1, device: device)];
            try
            {
                Fused(decoupled, probe, [zeros(1, device: device)], [zeros(1, device: device)], [zeros(1, device: device)], [], [ones([], device: device)],
                    new AdamOptions { LearningRate = 0, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weight_decay = 0 });
                return true;
            }
            catch (TorchException)
            {
                // It does not answer here; the lists above give the same step.
                return false;
            }
        });
    }

    private static void Fused(bool decoupled, List<Tensor> parameters, List<Tensor> gradients, List<Tensor> averages, List<Tensor> squares, List<Tensor> largest, List<Tensor> steps, AdamOptions o)
    {
        double rate = o.LearningRate!.Value, beta1 = o.beta1!.Value, beta2 = o.beta2!.Value, decay = o.weight_decay!.Value, eps = o.eps!.Value;
        if (decoupled)
            Calls._fused_adamw_(parameters, gradients, averages, squares, largest, steps, rate, beta1, beta2, decay, eps, o.amsgrad == true, o.maximize == true, null, null);
        else
            Calls._fused_adam_(parameters, gradients, averages, squares, largest, steps, rate, beta1, beta2, decay, eps, o.amsgrad == true, o.maximize == true, null, null);
    }
}
