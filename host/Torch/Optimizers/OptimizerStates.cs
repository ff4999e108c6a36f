// The type of a parameter's state, nested so that every optimizer has it under its own name: Adam.State, SGD.State.
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>The base of optimizers, which holds the type of their state.</summary>
        public abstract class OptimizerStates
        {
            private protected OptimizerStates()
            {
            }

            /// <summary>
            /// The state of one parameter, read from the optimizer's as it is now. Which tensors there are depends on the optimizer; those it does
            /// not keep, and those of a parameter before its first step, are null.
            /// </summary>
            public sealed class State : OptimizerState
            {
                internal State(Optimizer optimizer, Parameter parameter)
                    : base(optimizer, parameter)
                {
                }

                public long step => (long)Number("step");

                public double eta => Number("eta");

                public double mu => Number("mu");

                public double mu_product => Number("mu_product");

                public Tensor? exp_avg => Find("exp_avg");

                public Tensor? exp_avg_sq => Find("exp_avg_sq");

                public Tensor? max_exp_avg_sq => Find("max_exp_avg_sq");

                public Tensor? exp_inf => Find("exp_inf");

                public Tensor? momentum_buffer => Find("momentum_buffer");

                public Tensor? square_avg => Find("square_avg");

                public Tensor? grad_avg => Find("grad_avg");

                public Tensor? acc_delta => Find("acc_delta");

                public Tensor? sum => Find("sum");

                public Tensor? ax => Find("ax");

                public Tensor? prev => Find("prev");

                public Tensor? step_size => Find("step_size");
            }
        }
    }
}
