// torch.distributed: one group of processes over libtorch's c10d, started by torchrun, Slurm or by hand.
using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// Several processes that compute together, under PyTorch's names. There is one group a process, which all ranks join; a collective is
    /// called by every rank in the same order and returns when this rank's part is done.
    /// </summary>
    public static unsafe partial class distributed
    {
        private static readonly string[] s_backends = ["gloo", "nccl"];
        private static nint s_group;
        private static int s_rank, s_world;
        private static string s_backend = "";

        /// <summary>Whether this build has any process groups.</summary>
        public static bool is_available() => DistributedMethods.Backends() != 0;

        /// <summary>Whether this build has gloo, for tensors on the CPU.</summary>
        public static bool is_gloo_available() => (DistributedMethods.Backends() & 1) != 0;

        /// <summary>Whether this build has NCCL, for tensors on GPUs.</summary>
        public static bool is_nccl_available() => (DistributedMethods.Backends() & 2) != 0;

        /// <summary>Whether this process is part of a group.</summary>
        public static bool is_initialized() => s_group != 0;

        /// <summary>This process's number, from 0; 0 without a group.</summary>
        public static int get_rank() => s_rank;

        /// <summary>How many processes there are; 1 without a group.</summary>
        public static int get_world_size() => s_group == 0 ? 1 : s_world;

        /// <summary>The group's backend.</summary>
        public static string get_backend() => Group("get_backend") != 0 ? s_backend : "";

        /// <summary>
        /// Joins the group and waits until all ranks are there. What is not given comes from torchrun's environment variables: RANK,
        /// WORLD_SIZE, MASTER_ADDR, MASTER_PORT.
        /// </summary>
        /// <param name="backend">"gloo" or "nccl".</param>
        /// <param name="rank">This process's number, from 0; -1 reads RANK.</param>
        /// <param name="world_size">How many processes there are; -1 reads WORLD_SIZE.</param>
        /// <param name="master_addr">Where rank 0 is; null reads MASTER_ADDR.</param>
        /// <param name="master_port">The port on which rank 0 listens; 0 reads MASTER_PORT.</param>
        /// <param name="timeout">How long to wait for the others, now and in each collective; 30 minutes where not given.</param>
        /// <exception cref="InvalidOperationException">There is a group already, or something is given nowhere.</exception>
        /// <exception cref="TorchException">The others did not come in time, or this build lacks the backend.</exception>
        public static void init_process_group(string backend = "gloo", int rank = -1, int world_size = -1, string? master_addr = null, int master_port = 0, TimeSpan? timeout = null)
        {
            ArgumentNullException.ThrowIfNull(backend);
            if (s_group != 0)
                throw new InvalidOperationException("init_process_group: this process is part of a group already; destroy_process_group() leaves it.");
            var kind = Array.IndexOf(s_backends, backend);
            if (kind < 0)
                throw new ArgumentException($"init_process_group: the backend is \"{backend}\"; it has to be gloo or nccl.", nameof(backend));
            if (!is_available())
                throw new TorchException("init_process_group: this build has no process groups: their headers were not there when host/native was compiled (on Debian: libgloo-dev).");
            rank = rank >= 0 ? rank : Number("RANK", 0);
            world_size = world_size > 0 ? world_size : Number("WORLD_SIZE", 1);
            master_addr ??= Text("MASTER_ADDR");
            master_port = master_port > 0 ? master_port : Number("MASTER_PORT", 1);
            if (rank >= world_size)
                throw new ArgumentException($"init_process_group: the rank is {rank}, and with a world of {world_size} it has to be below that.");
            nint group;
            fixed (byte* host = Utf8.Bytes(master_addr + "\0"))
                DistributedMethods.Check(DistributedMethods.ph_dist_join(host, master_port, kind, rank, world_size, (long)(timeout ?? TimeSpan.FromMinutes(30)).TotalMilliseconds, &group),
                    $"init_process_group(\"{backend}\", rank {rank} of {world_size}, {master_addr}:{master_port})");
            (s_group, s_rank, s_world, s_backend) = (group, rank, world_size, backend);
        }

        /// <summary>Leaves the group. Does nothing without one.</summary>
        public static void destroy_process_group()
        {
            if (s_group == 0)
                return;
            var group = s_group;
            (s_group, s_rank, s_world, s_backend) = (0, 0, 0, "");
            DistributedMethods.Check(DistributedMethods.ph_dist_leave(group), "destroy_process_group");
        }

        /// <summary>Every rank's <paramref name="tensor"/> becomes what all of theirs are put together to.</summary>
        public static void all_reduce(Tensor tensor, ReduceOp op = ReduceOp.SUM) => Call("all_reduce", Collective.AllReduce, [], [tensor], 0, (int)op);

        /// <summary>As <see cref="all_reduce"/>, on the rank <paramref name="dst"/> alone; what the others' tensors hold after it is undefined.</summary>
        public static void reduce(Tensor tensor, int dst, ReduceOp op = ReduceOp.SUM) => Call("reduce", Collective.Reduce, [], [tensor], Rank("reduce", dst), (int)op);

        /// <summary>Every rank's <paramref name="tensor"/> becomes that of the rank <paramref name="src"/>.</summary>
        public static void broadcast(Tensor tensor, int src) => Call("broadcast", Collective.Broadcast, [], [tensor], Rank("broadcast", src), 0);

        /// <summary>Gathers every rank's tensor.</summary>
        /// <param name="tensor_list">Takes them in the order of ranks; one for each, of the shape of <paramref name="tensor"/>.</param>
        /// <param name="tensor">This rank's.</param>
        public static void all_gather(IReadOnlyList<Tensor> tensor_list, Tensor tensor)
        {
            Count("all_gather", tensor_list);
            Call("all_gather", Collective.AllGather, [tensor], tensor_list, 0, 0);
        }

        /// <summary>Puts the ranks' lists together and leaves each rank its part; gloo has it from libtorch 2 on.</summary>
        /// <param name="output">Takes this rank's part.</param>
        /// <param name="input_list">One tensor for each rank.</param>
        /// <param name="op">How they are put together.</param>
        public static void reduce_scatter(Tensor output, IReadOnlyList<Tensor> input_list, ReduceOp op = ReduceOp.SUM)
        {
            Count("reduce_scatter", input_list);
            Call("reduce_scatter", Collective.ReduceScatter, input_list, [output], 0, (int)op);
        }

        /// <summary>Sends to another rank, which calls <see cref="recv"/>.</summary>
        public static void send(Tensor tensor, int dst) => Call("send", Collective.Send, [tensor], [], Rank("send", dst), 0);

        /// <summary>Receives what another rank sends into <paramref name="tensor"/>.</summary>
        public static void recv(Tensor tensor, int src) => Call("recv", Collective.Receive, [], [tensor], Rank("recv", src), 0);

        /// <summary>Waits until every rank has come here.</summary>
        public static void barrier() => Call("barrier", Collective.Barrier, [], [], 0, 0);

        private static void Call(string what, Collective collective, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs, int peer, int operation)
        {
            var group = Group(what);
            nint* sent = stackalloc nint[inputs.Count + 1], received = stackalloc nint[outputs.Count + 1];
            for (var i = 0; i < inputs.Count; i++)
                sent[i] = inputs[i].Pointer(what);
            for (var i = 0; i < outputs.Count; i++)
                received[i] = outputs[i].Pointer(what);
            DistributedMethods.Check(DistributedMethods.ph_dist_call(group, (int)collective, sent, inputs.Count, received, outputs.Count, peer, operation), $"{what} on rank {s_rank} of {s_world}");
            foreach (var tensor in outputs)
                tensor.BumpVersion();
            GC.KeepAlive(inputs);
            GC.KeepAlive(outputs);
        }

        private static nint Group(string what) =>
            s_group != 0 ? s_group : throw new InvalidOperationException($"{what}: this process is part of no group; call torch.distributed.init_process_group first.");

        private static int Rank(string what, int rank)
        {
            Group(what);
            return rank >= 0 && rank < s_world ? rank : throw new ArgumentOutOfRangeException(nameof(rank), rank, $"{what}: the ranks are 0 to {s_world - 1}.");
        }

        private static void Count(string what, IReadOnlyList<Tensor> tensors)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            Group(what);
            if (tensors.Count != s_world)
                throw new ArgumentException($"{what}: expected one tensor for each of {s_world} ranks, got {tensors.Count}.");
        }

        private static string Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? text
            : throw new InvalidOperationException($"init_process_group: {variable} is given neither as an argument nor in the environment, where torchrun sets it.");

        private static int Number(string variable, int least) =>
            int.TryParse(Text(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
                ? number
                : throw new InvalidOperationException($"init_process_group: {variable} is \"{Text(variable)}\"; it has to be a whole number of at least {least}.");
    }
}
