// An optimizer's options and state as a whole: as objects, and in TorchSharp's binary format.
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public abstract partial class Optimizer
        {
            /// <summary>Options by group, and state by parameter in the order of the groups.</summary>
            public class StateDictionary
            {
                internal StateDictionary()
                {
                }

                public List<OptimizerOptions> Options { get; } = [];

                public List<OptimizerState> State { get; } = [];

                /// <summary>For every group its parameters' places in <see cref="State"/>.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }

            internal Modules.ParamGroup GroupOf(Parameter parameter) => _groups.First(group => group.List.Any(known => ReferenceEquals(known, parameter)));

            /// <summary>The options themselves, and views of the state.</summary>
            public virtual StateDictionary state_dict()
            {
                var all = new StateDictionary();
                foreach (var group in _groups)
                {
                    all.Options.Add(group.Options!);
                    all.StateIndexRef.Add([.. Enumerable.Range(all.State.Count, group.List.Count)]);
                    all.State.AddRange(group.List.Select(parameter => new State(this, parameter)));
                }
                return all;
            }

            /// <summary>Copies options and state of an optimizer of the same kind over groups of the same sizes.</summary>
            public virtual void load_state_dict(StateDictionary state_dict)
            {
                ArgumentNullException.ThrowIfNull(state_dict);
                var own = this.state_dict();
                CheckSizes(own, state_dict.Options.Count, state_dict.State.Count);
                for (var i = 0; i < own.Options.Count; i++)
                    own.Options[i].LoadStateDict(state_dict.Options[i]);
                for (var i = 0; i < own.State.Count; i++)
                    own.State[i].LoadStateDict(state_dict.State[i]);
            }

            public void save_state_dict(string location)
            {
                using var writer = new BinaryWriter(File.Create(location));
                save_state_dict(writer);
            }

            /// <summary>Writes name, options and state in TorchSharp's binary format.</summary>
            public void save_state_dict(BinaryWriter writer)
            {
                ArgumentNullException.ThrowIfNull(writer);
                var layout = StateLayout.Of(this);
                var all = state_dict();
                writer.Write(GetType().Name);
                TensorStream.Encode(writer, all.Options.Count);
                TensorStream.Encode(writer, all.State.Count);
                foreach (var options in all.Options)
                    layout.Write(writer, options);
                foreach (var state in all.State)
                    state.SaveStateDict(writer);
            }

            public void load_state_dict(string location)
            {
                using var reader = new BinaryReader(File.OpenRead(location));
                load_state_dict(reader);
            }

            /// <summary>Reads what <see cref="save_state_dict(BinaryWriter)"/> or TorchSharp wrote.</summary>
            public void load_state_dict(BinaryReader reader)
            {
                ArgumentNullException.ThrowIfNull(reader);
                var name = reader.ReadString();
                if (name != GetType().Name)
                    throw new InvalidDataException($"The state is of the optimizer {name}, not {GetType().Name}.");
                var layout = StateLayout.Of(this);
                var own = state_dict();
                CheckSizes(own, TensorStream.Decode(reader), TensorStream.Decode(reader));
                foreach (var options in own.Options)
                    layout.Read(reader, options);
                foreach (var state in own.State)
                    state.LoadStateDict(reader);
            }

            /// <summary>Moves the state.</summary>
            public void to(Device device)
            {
                foreach (var state in state_dict().State)
                    state.to(device);
            }

            private void CheckSizes(StateDictionary own, long groups, long states)
            {
                if (groups != own.Options.Count || states != own.State.Count)
                    throw new ArgumentException($"{GetType().Name}: the state is of {groups} groups and {states} parameters, but there are {own.Options.Count} and {own.State.Count} here.");
            }
        }
    }
}
