// A module to another device or floating type.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Moves parameters, gradients and buffers; integer buffers keep their type. The tensors stay the same objects.</summary>
            protected internal virtual Module _to(Device? device, ScalarType? dtype, bool non_blocking = false)
            {
                if (dtype is { } type && !is_floating_point(type))
                    throw new ArgumentException($"A module can be converted to a floating type only, got {ScalarTypes.Name(type)}.", nameof(dtype));
                using (no_grad())
                {
                    foreach (var parameter in parameters())
                    {
                        using var gradient = parameter.grad;
                        var required = parameter.requires_grad;
                        if (!Move(parameter, device, dtype, non_blocking))
                            continue;
                        parameter.requires_grad = required;
                        if (gradient is not null)
                        {
                            using var moved = Moved(gradient, device, dtype, non_blocking);
                            parameter.grad = moved;
                        }
                    }
                    foreach (var buffer in buffers())
                        Move(buffer, device, dtype, non_blocking);
                }
                return this;
            }

            private static bool Move(Tensor tensor, Device? device, ScalarType? dtype, bool non_blocking)
            {
                using var detached = tensor.detach();
                var moved = Moved(detached, device, dtype, non_blocking);
                if (moved.Handle == detached.Handle)
                {
                    moved.Dispose();
                    return false;
                }
                tensor.TakeOver(moved);
                return true;
            }

            private static Tensor Moved(Tensor tensor, Device? device, ScalarType? dtype, bool non_blocking) =>
                tensor.to(dtype is { } type && tensor.is_floating_point() ? type : tensor.dtype, device ?? tensor.device, non_blocking: non_blocking);
        }
    }
}
