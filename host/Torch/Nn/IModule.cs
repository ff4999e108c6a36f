// What modules can do, for code that takes modules and functions alike.
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

        /// <summary>Something that can be called with 2 inputs.</summary>
        public interface IModule<in T1, in T2, out TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>Something that can be called with 3 inputs.</summary>
        public interface IModule<in T1, in T2, in T3, out TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>Something that can be called with 4 inputs.</summary>
        public interface IModule<in T1, in T2, in T3, in T4, out TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4);
        }

        /// <summary>Something that can be called with 5 inputs.</summary>
        public interface IModule<in T1, in T2, in T3, in T4, in T5, out TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);
        }

        /// <summary>Something that can be called with 6 inputs.</summary>
        public interface IModule<in T1, in T2, in T3, in T4, in T5, in T6, out TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);
        }
    }
}
