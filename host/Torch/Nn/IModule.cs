// What a module of one input can do, for code that takes modules and functions alike.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Something that can be called with one input.</summary>
        public interface IModule<in T, out TResult>
        {
            TResult call(T input);
        }
    }
}
