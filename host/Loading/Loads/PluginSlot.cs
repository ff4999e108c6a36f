// A plugin that can be used, and the generation of it that is in use.
using System.Reflection;
using PluginHost.Loading.Discovery;
using PluginHost.Loading.Trust;

namespace PluginHost.Loading.Loads;

/// <summary>A plugin's place in the catalog: it stays, while generations come and go.</summary>
/// <param name="found">The plugin as it was found.</param>
/// <param name="copies">Where its files are copied to.</param>
/// <param name="ledger">What is trusted.</param>
internal sealed class PluginSlot(FoundPlugin found, CopyStore copies, TrustLedger ledger)
{
    private const int MostTries = 3;
    private const int ChangesShown = 2;

    private readonly Lock _gate = new();
    private readonly List<Generation> _retired = [];
    private readonly List<Unloaded> _unloaded = [];
    private FoundPlugin _found = found;
    private PluginCopy? _copy;
    private volatile Generation? _current;
    private PluginException? _failure;
    private int _number;

    /// <summary>The plugin as it was found, or as it was when it was last reloaded.</summary>
    public FoundPlugin Found => Volatile.Read(ref _found);

    /// <summary>The generation in use; null while none is loaded.</summary>
    public Generation? Current => _current;

    private string Who => $"Plugin \"{Found.Name}\" ({Found.File})";

    /// <summary>Whether its code may run.</summary>
    public bool Trusted
    {
        get
        {
            lock (_gate)
            {
                if (_found.BuiltIn && BuildEntry.Matches(_found.Folder, _found.Files)) return true;
                _found = Examined(_found);
            }

            return (_found.BuiltIn && BuildEntry.Matches(_found.Folder, _found.Files)) || ledger.Knows(_found.Name, _found.ContentHash) || ledger.TrustsRebuilds(_found.Name, _found.Folder);
        }
    }

    /// <summary>What differs from the files that the host's build wrote, or of a stranger's plugin from those that somebody said yes to.</summary>
    public IReadOnlyList<string> Changes => Trusted ? [] : _found.BuiltIn ? BuildEntry.Changes(_found.Folder, _found.Files) : ledger.Changes(_found.Name, _found.Files);

    /// <summary>Why a built-in plugin is refused that is not as the host's build made it; null where it is trusted, or a stranger's.</summary>
    public string? Tampered => _found.BuiltIn && !Trusted ? NotAsBuilt(_found, _found.Files) : null;

    /// <summary>Whether the files in its folder are others than those of the generation in use.</summary>
    public bool IsRebuilt => _current is { } loaded && Directory.Exists(Found.Folder) && PluginFile.ContentHash(FolderListing.Hash(Found.Folder)) != loaded.Copy.ContentHash;

    /// <summary>The generation in use; loads the plugin when there is none.</summary>
    /// <exception cref="PluginException">It is refused, not trusted, or does not load.</exception>
    public Generation Load()
    {
        if (_current is { } loaded) return loaded;
        lock (_gate)
        {
            if (_current is { } meanwhile) return meanwhile;
            // Not tried again: what its code did before it failed would be done twice.
            if (_failure is not null) throw new PluginException(_failure.Message, _failure.InnerException);
            (_found, var copy) = TakeTrusted(_found);
            try
            {
                _current = Generation.Load(++_number, _found, copy);
            }
            catch (PluginException failure)
            {
                _failure = failure;
                throw;
            }

            return _current;
        }
    }

    /// <summary>The trusted copy that is loaded, or would be; no code of it runs.</summary>
    public PluginCopy Copy()
    {
        lock (_gate)
        {
            if (_current is { } loaded) return loaded.Copy;
            if (_copy is null) (_found, _copy) = TakeTrusted(_found);
            return _copy;
        }
    }

    /// <summary>Trusts the files that are there now.</summary>
    /// <param name="shown">The content that somebody was shown and said yes to; null where nobody was shown any.</param>
    /// <param name="rebuilds">Whether whatever is built into the folder is trusted from now on.</param>
    public void Trust(string? shown, bool rebuilds)
    {
        lock (_gate)
        {
            if (_found.Refused is not null) throw new PluginException(_found.Refused);
            var copy = Take(ref _found);
            if (shown is not null && copy.ContentHash != shown)
                throw new PluginException($"{Who} has changed while it was asked about, so it is not trusted. Ask again.");
            ledger.Add(_found.Name, copy.ContentHash, copy.Files, TrustLedger.Person);
            if (rebuilds) ledger.AddRebuilds(_found.Name, _found.Folder);
            (_copy, _failure) = (copy, null);
        }
    }

    /// <summary>Takes every yes to it back. What is loaded already stays loaded.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Untrust()
    {
        lock (_gate)
        {
            _copy = null;
            return ledger.Remove(_found.Name);
        }
    }

    /// <summary>Loads a newer build beside the one in use, which stays in use until <see cref="Use"/>.</summary>
    /// <param name="accept">Says whether what the new build announces goes with the other plugins; throws when it does not.</param>
    /// <returns>The new generation; null where the files are those of the one in use.</returns>
    /// <exception cref="PluginException">It is refused, not trusted, or does not load.</exception>
    public StagedGeneration? Stage(Action<FoundPlugin> accept)
    {
        lock (_gate)
        {
            var newer = PluginFinder.Read(_found.Folder, _found.BuiltIn);
            if (newer.Refused is not null) throw new PluginException(newer.Refused);
            if (newer.Name != _found.Name)
                throw new PluginException($"{Who} calls itself \"{newer.Name}\" now: a reload cannot change a plugin's name. Start the host again.");
            accept(newer);
            if (_current is not null && newer.ContentHash == _current.Copy.ContentHash) return null;
            (newer, var copy) = TakeTrusted(newer);
            var generation = Generation.Load(_number + 1, newer, copy);
            _number++;
            return new StagedGeneration(newer, copy, generation);
        }
    }

    /// <summary>Puts a generation that was staged into the place of the one in use.</summary>
    /// <returns>What was in use, for <see cref="Undo"/>; null where nothing was.</returns>
    public StagedGeneration? Use(StagedGeneration staged)
    {
        lock (_gate)
        {
            var before = _current is null ? null : new StagedGeneration(_found, _current.Copy, _current);
            if (_current is not null) _retired.Add(_current);
            (_found, _current, _copy, _failure) = (staged.Found, staged.Generation, staged.Copy, null);
            return before;
        }
    }

    /// <summary>Puts back what was in use before a generation was taken that turned out to be of no use.</summary>
    public void Undo(StagedGeneration staged, StagedGeneration before)
    {
        lock (_gate)
        {
            if (_current != staged.Generation) return;
            _retired.Remove(before.Generation);
            _retired.Add(staged.Generation);
            (_found, _current, _copy) = (before.Found, before.Generation, before.Copy);
        }
    }

    /// <summary>Lets go of a generation that was staged and is not wanted.</summary>
    public void Discard(StagedGeneration staged)
    {
        lock (_gate) _retired.Add(staged.Generation);
    }

    /// <summary>Loads the plugin if need be and keeps its generation from being unloaded until the result is disposed of.</summary>
    /// <param name="assembly">Its assembly.</param>
    public IDisposable Pin(out Assembly assembly)
    {
        lock (_gate)
        {
            var generation = Load();
            assembly = generation.Assembly;
            generation.Pins++;
            return new Pinned(() =>
            {
                lock (_gate) generation.Pins--;
            });
        }
    }

    /// <summary>How many generations are in memory: the one in use, those that recipes are compiled against, and those that something holds.</summary>
    public int Alive
    {
        get
        {
            lock (_gate) return (_current is null ? 0 : 1) + _retired.Count + _unloaded.Count(one => one.Alive.IsAlive);
        }
    }

    /// <summary>
    /// Unloads the generations that a reload has replaced and, if asked, the one in use; proves that they are gone. After a reload, what several
    /// calls found held is only looked at: collecting for it was no use before, and holds up the run.
    /// </summary>
    public UnloadResult Unload(bool current)
    {
        lock (_gate)
        {
            Release(current);
            var pauses = Collection.Prove([.. _unloaded.Where(one => current || one.Tries++ < MostTries).Select(one => one.Alive)]);
            var held = _unloaded.Where(one => one.Alive.IsAlive).ToList();
            var gone = _unloaded.Except(held).Select(one => one.Title).ToList();
            _unloaded.Clear();
            _unloaded.AddRange(held);
            return new UnloadResult(gone, [.. held.Select(one => one.Title)]) { Folders = [.. held.Select(one => one.Folder)], Tries = [.. held.Select(one => one.Tries)], Pauses = pauses };
        }
    }

    // Apart, so that no generation lies on the stack of the method that collects.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void Release(bool current)
    {
        foreach (var generation in _retired.Where(generation => generation.Pins == 0).ToList())
        {
            _retired.Remove(generation);
            _unloaded.Add(new Unloaded(generation.Title, generation.Copy.Folder, generation.Unload()));
        }

        if (!current || _current is null) return;
        _unloaded.Add(new Unloaded(_current.Title, _current.Copy.Folder, _current.Unload()));
        _current = null;
    }

    private (FoundPlugin Found, PluginCopy Copy) TakeTrusted(FoundPlugin wanted)
    {
        wanted = Examined(wanted);
        var copy = Take(ref wanted);
        if (wanted.BuiltIn && BuildEntry.Matches(wanted.Folder, copy.Files)) return (wanted, copy);
        if (ledger.Knows(wanted.Name, copy.ContentHash)) return (wanted, copy);
        if (!ledger.TrustsRebuilds(wanted.Name, wanted.Folder))
        {
            if (wanted.BuiltIn) throw new PluginException(NotAsBuilt(wanted, copy.Files));
            var changes = ledger.Changes(wanted.Name, copy.Files);
            throw new PluginException($"{Who} is not trusted, so none of its code runs{(changes.Count == 0 ? "" : $": {string.Join(", ", changes)} since somebody said yes to it")}. "
                + $"If you know where it comes from: pluginhost plugins trust {wanted.Name}");
        }

        ledger.Add(wanted.Name, copy.ContentHash, copy.Files, TrustLedger.Rebuild);
        ledger.Tell($"{Who} was built anew (content {copy.ContentHash[..12]}); it is trusted, as whatever is built into its folder is.");
        return (wanted, copy);
    }

    // What is remembered of a folder is found by sizes and times. Before a built-in plugin is refused for it, the files themselves are read.
    private static FoundPlugin Examined(FoundPlugin found) =>
        !found.BuiltIn || BuildEntry.Matches(found.Folder, found.Files) || PluginFinder.Read(found.Folder, builtIn: true) is not { Refused: null } fresh || fresh.Name != found.Name ? found : fresh;

    private string NotAsBuilt(FoundPlugin wanted, IReadOnlyList<PluginFile> files)
    {
        var entry = BuildEntry.FileOf(wanted.Folder);
        var changes = BuildEntry.Changes(wanted.Folder, files);
        return $"{Who} is built in and not as the host's build made it, so none of its code runs: "
            + (changes.Count > 0 ? $"{string.Join(", ", changes.Take(ChangesShown))}{(changes.Count > ChangesShown ? $" and {changes.Count - ChangesShown} more" : "")}, by {entry}" : $"there is no {entry}, which the build writes")
            + $". To build it again: rm {Path.Join(Path.GetDirectoryName(Path.GetDirectoryName(wanted.Folder)), "setup.stamp")}, and the next ./pluginhost does. "
            + $"If the change is yours: pluginhost plugins trust {wanted.Name}";
    }

    /// <summary>A copy of the folder, and what was found in it at that time.</summary>
    private PluginCopy Take(ref FoundPlugin wanted)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            PluginCopy copy;
            try
            {
                copy = copies.Take(wanted.Folder, wanted.ContentHash);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new PluginException($"{Who} cannot be copied to where it is loaded from: {failure.Message}", failure);
            }

            if (copy.ContentHash == wanted.ContentHash) return copy;
            // It was built again since it was looked at: what it says about itself may be new too.
            wanted = PluginFinder.Read(wanted.Folder, wanted.BuiltIn);
            if (wanted.Refused is not null) throw new PluginException(wanted.Refused);
        }

        throw new PluginException($"{Who} changes while it is read: wait until its build is done.");
    }

    private sealed record Unloaded(string Title, string Folder, WeakReference Alive)
    {
        public int Tries { get; set; }
    }

    private sealed class Pinned(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
