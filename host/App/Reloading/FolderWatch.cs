// Notices that plugins of a run were rebuilt.
using System.Diagnostics;
using PluginHost.Engine;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>
/// Watches the folders of the plugins that a run has loaded. A folder whose files changed is looked at until they are quiet, so that a build that is
/// still writing is never read in the middle. The kernel wakes it; where it cannot (a network's file system, no watches left), it looks by itself.
/// </summary>
/// <param name="catalog">The run's plugins.</param>
/// <param name="reloads">Who is told.</param>
internal sealed class FolderWatch(PluginCatalog catalog, PluginReloads reloads) : IDisposable
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _woken = new(initialState: false);
    private readonly Dictionary<string, FileSystemWatcher?> _watchers = new(StringComparer.Ordinal);
    private readonly List<Watched> _watched = [];
    private Thread? _thread;
    private volatile bool _over;

    /// <summary>Begins to watch; again called, does nothing.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_thread is not null || _over) return;
            _thread = new Thread(Work) { IsBackground = true, Name = "watch" };
            _thread.Start();
        }
    }

    /// <summary>Also watches files; called on the watching thread or before <see cref="Begin"/>.</summary>
    /// <param name="folder">The folder that the kernel is asked about.</param>
    /// <param name="print">What the files are known by: another text when they have changed.</param>
    /// <param name="changed">Takes a change once it is quiet, with when it was first noticed.</param>
    /// <param name="deep">Whether folders in it count.</param>
    public void Add(string folder, Func<string> print, Action<long> changed, bool deep = true) => _watched.Add(new Watched(folder, print, changed, deep));

    /// <summary>Also watches a recipe and what it loads.</summary>
    public void AddRecipe(string recipe, IReadOnlyDictionary<string, string> texts, RunWorker worker, RunRecord record)
    {
        var watch = new RecipeWatch(recipe, texts, worker, record);
        Add(Path.GetDirectoryName(recipe)!, watch.Print, _ => reloads.Add(watch.Changed), deep: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _over = true;
        _woken.Set();
        _thread?.Join();
        foreach (var watcher in _watchers.Values) watcher?.Dispose();
        _woken.Dispose();
    }

    private void Work()
    {
        while (!_over)
        {
            // Plugins are loaded when they are first asked for, so a later stage brings more.
            foreach (var (plugin, folder) in catalog.FoldersInUse)
            {
                if (_watched.Exists(one => one.Folder == folder)) continue;
                Add(folder, () => FolderPrint.Of(folder), noticed => reloads.Noticed(plugin, noticed));
                // Built again since it was loaded, before anybody watched.
                if (catalog.IsRebuilt(plugin)) reloads.Noticed(plugin, Stopwatch.GetTimestamp());
            }

            foreach (var one in _watched)
                if (!_watchers.ContainsKey(one.Folder)) _watchers[one.Folder] = Waker(one.Folder, one.Deep);
            var restless = false;
            foreach (var one in _watched) restless |= one.Look(s_quiet);
            _woken.WaitOne(restless ? s_quiet : s_look);
        }
    }

    private FileSystemWatcher? Waker(string folder, bool deep)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = deep, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
            watcher.Changed += (_, _) => Wake();
            watcher.Created += (_, _) => Wake();
            watcher.Deleted += (_, _) => Wake();
            watcher.Renamed += (_, _) => Wake();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception refused) when (refused is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // No watches left, or a folder that is being made anew: it is looked at every second all the same.
            return null;
        }
    }

    private void Wake()
    {
        if (!_over) _woken.Set();
    }

    private sealed class Watched(string folder, Func<string> print, Action<long> changed, bool deep)
    {
        private string _known = print(), _seen = "";
        private long _noticed;
        private long _changedAt;

        public string Folder => folder;

        public bool Deep => deep;

        /// <summary>Looks at the files.</summary>
        /// <returns>Whether they have changed and are not quiet yet.</returns>
        public bool Look(TimeSpan quiet)
        {
            var now = print();
            if (now == _known)
            {
                _noticed = 0;
                return false;
            }

            if (_noticed == 0) _noticed = Stopwatch.GetTimestamp();
            if (now != _seen)
            {
                (_seen, _changedAt) = (now, Stopwatch.GetTimestamp());
                return true;
            }

            if (Stopwatch.GetElapsedTime(_changedAt) < quiet) return true;
            var noticed = _noticed;
            (_known, _noticed) = (now, 0);
            // A folder that is empty or gone is one whose build has yet to write.
            if (now.Length > 0) changed(noticed);
            return false;
        }
    }
}
