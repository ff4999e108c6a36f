// The collectives of torch.distributed.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributed
    {
        /// <summary>
        /// Makes the tensor the reduction of all ranks' tensors, on every rank. With <paramref name="async_op"/>, here and below, it returns
        /// at once, and the work is to be waited for before the tensor is used; otherwise the result is null.
        /// </summary>
        public static Work? all_reduce(Tensor tensor, ReduceOp op = ReduceOp.SUM, bool async_op = false)
        {
            // Only NCCL divides by itself.
            var divides = op == ReduceOp.AVG && Group("all_reduce").Backend != "nccl";
            return Start("all_reduce", Collective.AllReduce, [tensor], [], divides ? ReduceOp.SUM : op, 0, 0, async_op, divides ? () => Divide(tensor) : null);
        }

        /// <summary>Makes the tensor of rank <paramref name="dst"/> the reduction of all; what the others hold afterwards is not defined.</summary>
        public static Work? reduce(Tensor tensor, int dst, ReduceOp op = ReduceOp.SUM, bool async_op = false)
        {
            var group = Group("reduce");
            var divides = op == ReduceOp.AVG && group.Backend != "nccl";
            return Start("reduce", Collective.Reduce, [tensor], [], divides ? ReduceOp.SUM : op, Peer(dst, "reduce"), 0, async_op, divides && group.Rank == dst ? () => Divide(tensor) : null);
        }

        /// <summary>Copies the tensor of rank <paramref name="src"/> into every rank's.</summary>
        public static Work? broadcast(Tensor tensor, int src, bool async_op = false) =>
            Start("broadcast", Collective.Broadcast, [tensor], [], ReduceOp.SUM, Peer(src, "broadcast"), 0, async_op);

        /// <summary>Fills the list, one tensor a rank and each of the tensor's shape, with all ranks' tensors.</summary>
        public static Work? all_gather(IList<Tensor> tensor_list, Tensor tensor, bool async_op = false) =>
            Start("all_gather", Collective.AllGather, [tensor], [.. tensor_list], ReduceOp.SUM, 0, 0, async_op);

        /// <summary>
        /// Reduces all ranks' lists, one tensor a rank, and leaves in the output what is at this rank's place. Without NCCL it is an
        /// all_reduce of everything, of which a part is kept.
        /// </summary>
        public static Work? reduce_scatter(Tensor output, IList<Tensor> input_list, ReduceOp op = ReduceOp.SUM, bool async_op = false)
        {
            var group = Group("reduce_scatter");
            if (group.Backend == "nccl")
                return Start("reduce_scatter", Collective.ReduceScatter, [.. input_list], [output], op, 0, 0, async_op);
            if (input_list.Count != group.Size)
                throw new ArgumentException($"reduce_scatter: expected one tensor a rank, {group.Size}, got {input_list.Count}.", nameof(input_list));
            using var grad = no_grad();
            var all = stack(input_list).DetachFromDisposeScope();
            var work = all_reduce(all, op, async_op: true)!;
            var result = new Work("reduce_scatter", 0, output, null);
            work.wait();
            using (all)
            using (var own = all[group.Rank])
                output.copy_(own);
            return async_op ? result : null;
        }

        /// <summary>Returns when all ranks have called it.</summary>
        public static Work? barrier(bool async_op = false) => Start("barrier", Collective.Barrier, [], [], ReduceOp.SUM, 0, 0, async_op);

        /// <summary>Sends to one rank, which must receive with the same tag.</summary>
        public static void send(Tensor tensor, int dst, int tag = 0) => Start("send", Collective.Send, [tensor], [], ReduceOp.SUM, Peer(dst, "send"), tag, false);

        /// <summary>Receives from one rank into the tensor, which has the sender's shape and type.</summary>
        public static void recv(Tensor tensor, int src, int tag = 0) => Start("recv", Collective.Receive, [tensor], [], ReduceOp.SUM, Peer(src, "recv"), tag, false);

        private static int Peer(int rank, string what) =>
            rank >= 0 && rank < Group(what).Size ? rank : throw new ArgumentOutOfRangeException(nameof(rank), rank, $"{what}: expected a rank from 0 and below {Group(what).Size}.");

        private static void Divide(Tensor tensor)
        {
            using var grad = no_grad();
            tensor.div_(get_world_size());
        }

        private static unsafe Work? Start(string what, Collective collective, Tensor[] inputs, Tensor[] outputs, ReduceOp op, int peer, int tag, bool asynchronous, Action? finish = null)
        {
            var group = Group(what);
            nint[] from = Array.ConvertAll(inputs, tensor => Known(tensor, what)), to = Array.ConvertAll(outputs, tensor => Known(tensor, what));
            nint handle;
            int status;
            fixed (nint* fromPointer = from, toPointer = to)
                status = DistributedMethods.ph_dist_start(group.Handle, (int)collective, fromPointer, from.Length, toPointer, to.Length, (int)op, peer, tag, &handle);
            var tensors = string.Join(", ", inputs.Concat(outputs).Take(4).Select(tensor => tensor.Described()));
            what = $"{what}({tensors}) on rank {group.Rank} of {group.Size}";
            DistributedMethods.Check(status, what);
            var work = new Work(what, handle, (inputs, outputs), finish);
            if (asynchronous)
                return work;
            work.wait();
            return null;
        }

        private static nint Known(Tensor tensor, string what) => (tensor ?? throw new ArgumentNullException(nameof(tensor), $"{what}: a tensor is null.")).Pointer(what);
    }
}
