// The numbers of host/native/dist.cpp.
namespace TorchSharp;

internal enum Collective
{
    AllReduce = 0,
    Broadcast = 1,
    AllGather = 2,
    ReduceScatter = 3,
    Reduce = 4,
    Barrier = 5,
    Send = 6,
    Receive = 7,
}
