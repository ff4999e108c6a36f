// torch.distributed: the process group of this process, set up as torchrun sets it up, and collectives over it.
using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// Processes that train together. One group a process; its backend is "gloo" on the CPU and "nccl" on GPUs. A collective takes
    /// contiguous tensors and must be called by all ranks in the same order.
    /// </summary>
    public static partial class distributed
    {
        private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
        private static readonly Lock s_lock = new();
        private static ProcessGroup? s_group;

        private sealed record ProcessGroup(nint Handle, Store Store, string Backend, int Rank, int Size);

        /// <summary>True where the library of the process groups is there.</summary>
        public static bool is_available() => Has("gloo") || Has("nccl");

        public static bool is_gloo_available() => Has("gloo");

        public static bool is_nccl_available() => Has("nccl");

        /// <summary>True between <see cref="init_process_group"/> and <see cref="destroy_process_group"/>.</summary>
        public static bool is_initialized() => s_group is not null;

        /// <summary>This process's number in the group; 0 without one.</summary>
        public static int get_rank() => s_group?.Rank ?? 0;

        /// <summary>How many processes the group has; 1 without one.</summary>
        public static int get_world_size() => s_group?.Size ?? 1;

        public static string get_backend() => Group("get_backend").Backend;

        /// <summary>Meets the other processes and makes the group.</summary>
        /// <param name="backend">"gloo" or "nccl"; null takes nccl where there is a GPU and nccl.</param>
        /// <param name="init_method">
        /// "env://" (the default) reads RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT, which torchrun sets; "tcp://host:port" and
        /// "file:///path" take the rank and the size from the arguments or those variables.
        /// </param>
        /// <param name="timeout">How long other ranks are waited for, here and in collectives; 5 minutes by default.</param>
        /// <param name="world_size">How many processes there are; −1 reads WORLD_SIZE.</param>
        /// <param name="rank">This one's number; −1 reads RANK.</param>
        /// <param name="store">A store to meet in, in place of the method.</param>
        public static unsafe void init_process_group(string? backend = null, string? init_method = null, TimeSpan? timeout = null, int world_size = -1, int rank = -1, Store? store = null)
        {
            RequireLibrary("init_process_group");
            lock (s_lock)
            {
                if (s_group is not null)
                    throw new InvalidOperationException("init_process_group: there is a process group already; call destroy_process_group first.");
                var size = world_size >= 0 ? world_size : Whole("WORLD_SIZE");
                var number = rank >= 0 ? rank : Whole("RANK");
                if (size < 1 || number >= size)
                    throw new ArgumentException($"init_process_group: expected a rank from 0 and below the world size, got rank {number} of {size}.", nameof(rank));
                var kind = backend ?? (cuda.is_available() && Has("nccl") ? "nccl" : "gloo");
                if (!Has(kind))
                    throw new TorchException($"init_process_group: this build has no process groups of the kind \"{kind}\".");
                var meeting = store ?? Meet(init_method ?? "env://", size, number, timeout);
                nint group;
                var status = 0;
                fixed (byte* name = DistributedMethods.Text(kind))
                    status = DistributedMethods.ph_dist_group(name, meeting.Pointer, number, size, Milliseconds(timeout), &group);
                if (status != 0 && store is null)
                    meeting.Dispose();
                DistributedMethods.Check(status, $"init_process_group({kind}, rank {number} of {size})");
                s_group = new ProcessGroup(group, meeting, kind, number, size);
            }
        }

        /// <summary>Leaves the group. Without one it does nothing.</summary>
        public static void destroy_process_group()
        {
            lock (s_lock)
            {
                if (s_group is not { } group)
                    return;
                s_group = null;
                _ = DistributedMethods.ph_dist_group_release(group.Handle);
                group.Store.Dispose();
            }
        }

        private static ProcessGroup Group(string what) =>
            s_group ?? throw new InvalidOperationException($"{what}: there is no process group; call torch.distributed.init_process_group first.");

        private static Store Meet(string method, int size, int rank, TimeSpan? timeout)
        {
            if (method == "env://")
            {
                // torchrun's agent may serve the store, and keeps it when it starts its processes anew: each attempt has names of its own.
                if (Environment.GetEnvironmentVariable("TORCHELASTIC_USE_AGENT_STORE") != "True")
                    return new TCPStore(Variable("MASTER_ADDR"), Whole("MASTER_PORT"), size, rank == 0, timeout);
                using var agent = new TCPStore(Variable("MASTER_ADDR"), Whole("MASTER_PORT"), size, false, timeout);
                return new PrefixStore($"/worker/attempt_{Environment.GetEnvironmentVariable("TORCHELASTIC_RESTART_COUNT") ?? "0"}", agent);
            }
            if (!Uri.TryCreate(method, UriKind.Absolute, out var place) || place.Scheme is not ("tcp" or "file") || (place.Scheme == "tcp" && place.Port < 0))
                throw new ArgumentException($"init_process_group: expected \"env://\", \"tcp://host:port\" or \"file:///path\", got \"{method}\".", nameof(method));
            return place.Scheme == "file" ? new FileStore(place.LocalPath, size, timeout) : new TCPStore(place.Host, place.Port, size, rank == 0, timeout);
        }

        private static string Variable(string name) =>
            Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value
            : throw new TorchException($"init_process_group: the environment variable {name} is not set. Start with torchrun, or set RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT.");

        private static int Whole(string name) =>
            int.TryParse(Variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new TorchException($"init_process_group: expected a whole number in the environment variable {name}, got \"{Variable(name)}\".");

        private static long Milliseconds(TimeSpan? timeout) => Math.Max(1, (long)(timeout ?? s_patience).TotalMilliseconds);

        private static unsafe bool Has(string backend)
        {
            try
            {
                int has;
                fixed (byte* name = DistributedMethods.Text(backend))
                    DistributedMethods.Check(DistributedMethods.ph_dist_has(name, &has), "torch.distributed");
                return has != 0;
            }
            catch (DllNotFoundException)
            {
                return false;
            }
        }

        private static void RequireLibrary(string what)
        {
            if (!is_available())
                throw new TorchException($"{what}: there are no process groups here; they are built where libtorch has c10d and there are gloo's headers (apt-get install libgloo-dev) or NCCL's.");
        }
    }
}
