// A second model over the same weights, on a thread of its own: it computes the gradients of its part of each batch.
using System.Runtime.ExceptionServices;
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Engine;

/// <summary>
/// A model and an objective that are built like the stage's and share its weights, with gradients of their own. Small operators gain
/// nothing from a second thread, and half of the rows on each of two threads do; plugins need nothing for it but instances that share
/// no state.
/// </summary>
internal sealed class Replica : IDisposable
{
    // As the run's own thread: deep recursion should end in an exception of ours.
    private const int StackBytes = 64 << 20;

    private readonly SemaphoreSlim _given = new(0), _done = new(0);
    private readonly (torch.Tensor Original, torch.Tensor Own)[] _shared;
    private readonly Dictionary<torch.Tensor, Parameter> _twins = new(ReferenceEqualityComparer.Instance);
    private readonly Thread _thread;
    private Action? _work;
    private ExceptionDispatchInfo? _fault;

    /// <param name="parts">The stage; the replica's weights become its.</param>
    public Replica(StageParts parts)
    {
        var generator = torch.get_rng_state();
        using (torch.NewDisposeScope())
            Trainee = parts.Twin();
        torch.set_rng_state(generator);
        Trainee.Train();
        _shared = [.. Pairs(parts.Model, Model), .. Pairs(parts.Objective, Objective)];
        Share();
        _thread = new Thread(Serve, StackBytes) { IsBackground = true, Name = "replica" };
        _thread.Start();
    }

    /// <summary>The replica's own model and objective.</summary>
    public Trainee Trainee { get; }

    public Model Model => Trainee.Model;

    public Objective Objective => Trainee.Objective;

    /// <summary>The replica's own parameters that share memory with these of the stage's.</summary>
    public Parameter[] Twins(Parameter[] originals) => Array.ConvertAll(originals, original => _twins[original]);

    /// <summary>Follows the stage's tensors: which are trained, and where their memory is.</summary>
    public void Share()
    {
        foreach (var (original, own) in _shared)
        {
            if (own.data_ptr() != original.data_ptr()) own.set_data(original);
            if (own is Parameter && own.requires_grad != original.requires_grad) own.requires_grad = original.requires_grad;
        }
    }

    /// <summary>Begins work on the replica's thread; <see cref="Wait"/> ends it.</summary>
    public void Begin(Action work)
    {
        _work = work;
        _given.Release();
    }

    /// <summary>Waits for the work.</summary>
    public void Wait() => _done.Wait();

    /// <summary>Throws what ended the last work, if something did.</summary>
    public void ThrowFault() => _fault?.Throw();

    public void Dispose()
    {
        _work = null;
        _given.Release();
        _thread.Join();
        Trainee.Dispose();
        _given.Dispose();
        _done.Dispose();
    }

    private void Serve()
    {
        torch.set_num_threads(1);
        while (true)
        {
            _given.Wait();
            if (_work is not { } work) return;
            try
            {
                _fault = null;
                using var scope = torch.NewDisposeScope();
                work();
            }
            catch (Exception fault)
            {
                // It is thrown again on the run's thread, which can tell the user.
                _fault = ExceptionDispatchInfo.Capture(fault);
            }

            _work = null;
            _done.Release();
        }
    }

    private IEnumerable<(torch.Tensor, torch.Tensor)> Pairs(torch.nn.Module original, torch.nn.Module own)
    {
        var others = own.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter, StringComparer.Ordinal);
        foreach (var (name, parameter) in original.named_parameters())
        {
            _twins[parameter] = others[name];
            yield return (parameter, others[name]);
        }

        var buffers = own.named_buffers().ToDictionary(pair => pair.name, pair => pair.buffer, StringComparer.Ordinal);
        foreach (var (name, buffer) in original.named_buffers()) yield return (buffer, buffers[name]);
    }
}
