// Where a hook of a gradient stands on the native side, given back once: by who removes it or when the hook dies.
namespace TorchSharp.Autograd;

internal sealed class GradientHook
{
    private nint _place;

    internal nint Place
    {
        set => _place = value;
    }

    internal void Remove()
    {
        var place = Interlocked.Exchange(ref _place, 0);
        if (place != 0)
            NativeMethods.Check(NativeMethods.ph_hook_remove(place), "a hook's removal");
    }
}
