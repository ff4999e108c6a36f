// pluginhost holders PID FOLDER: what holds a generation of a plugin in a worker. Started by a worker that finds one held, and of use to a person too.
using System.Globalization;
using Microsoft.Diagnostics.Runtime;

namespace PluginHost.App;

/// <summary>
/// Names what holds the code that was loaded from a folder: static fields, handles, threads, and whatever lies between them and the code's objects.
/// The process stands still while its heap is walked, for about a second.
/// </summary>
internal static class HoldersCommand
{
    private const int MostHolders = 5, MostLinks = 6;

    /// <summary>Prints one sentence a holder.</summary>
    public static int Execute(string process, string folder)
    {
        if (!int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || !Directory.Exists($"/proc/{id}"))
            throw new RecipeException($"holders {process}: expected the number of a process that runs.");
        try
        {
            using var target = DataTarget.AttachToProcess(id, suspend: true);
            if (target.ClrVersions.Length == 0) throw new SetupException($"The process {id} is no .NET program.");
            using var runtime = target.ClrVersions[0].CreateRuntime();
            var found = new HolderSearch(runtime, id, folder).Find().Take(MostHolders).ToList();
            Console.Out.WriteLine(found.Count == 0
                ? "Nothing that can be seen from outside holds it: it may go with the next collection, or a method of it is in the middle of its work."
                : string.Join(" ", found));
            return 0;
        }
        catch (Exception refused) when (refused is ClrDiagnosticsException or UnauthorizedAccessException or IOException or InvalidOperationException)
        {
            throw new SetupException($"The process {id} cannot be looked into ({refused.Message.TrimEnd('.')}); a container needs the capability SYS_PTRACE for it.", refused);
        }
    }

    /// <summary>The search through one process.</summary>
    private sealed class HolderSearch(ClrRuntime runtime, int process, string folder)
    {
        private readonly HashSet<ulong> _seen = [];
        private Dictionary<ulong, string>? _statics;

        public IEnumerable<string> Find()
        {
            var told = new HashSet<string>(StringComparer.Ordinal);
            foreach (var thread in runtime.Threads.Where(thread => thread.IsAlive))
                if (thread.EnumerateStackTrace().FirstOrDefault(frame => IsOwn(frame.Method?.Type)) is { Method: { } method } && told.Add($"thread {thread.OSThreadId}"))
                    yield return $"The thread {Name(thread)} is in {method.Type.Name}.{method.Name}.";
            foreach (var root in runtime.Heap.EnumerateRoots())
            {
                // Kinds without a name are weak ones of the runtime's own, by which a context knows its statics.
                if (!Enum.IsDefined(root.RootKind)) continue;
                foreach (var path in Paths(root.Object))
                {
                    var sentence = Sentence(root, path);
                    if (told.Add(sentence)) yield return sentence;
                }
            }
        }

        // One array has the statics of many classes: each of them is a holder of its own.
        private IEnumerable<List<ClrObject>> Paths(ClrObject root)
        {
            if (!HasStatics(root))
            {
                if (Path(root) is { } only) yield return only;
                yield break;
            }

            if (!_seen.Add(root.Address)) yield break;
            foreach (var value in root.EnumerateReferences(carefully: false, considerDependantHandles: true))
                if (Path(value) is { } path) yield return [root, .. path];
        }

        // Breadth first from one root; what another root has seen holds nothing, or was told of.
        private List<ClrObject>? Path(ClrObject root)
        {
            if (!root.IsValid || !_seen.Add(root.Address)) return null;
            var queue = new Queue<ClrObject>([root]);
            var from = new Dictionary<ulong, ClrObject>();
            while (queue.TryDequeue(out var current))
            {
                if (IsOwn(current.Type))
                {
                    var path = new List<ClrObject> { current };
                    while (from.TryGetValue(path[^1].Address, out var before)) path.Add(before);
                    path.Reverse();
                    return path;
                }

                foreach (var next in current.EnumerateReferences(carefully: false, considerDependantHandles: true))
                {
                    if (!next.IsValid || !_seen.Add(next.Address)) continue;
                    from[next.Address] = current;
                    queue.Enqueue(next);
                }
            }

            return null;
        }

        private bool IsOwn(ClrType? type)
        {
            for (var one = type; one is not null; one = one.ComponentType)
                if (one.Module?.Name is { } module && module.StartsWith(folder + "/", StringComparison.Ordinal)) return true;
            return false;
        }

        private string Sentence(ClrRoot root, List<ClrObject> path)
        {
            var links = path.Select(Title).ToList();
            var frame = (root as ClrStackRoot)?.StackFrame;
            var by = root.RootKind switch
            {
                ClrRootKind.Stack => $"The stack of the thread {Name(frame?.Thread)}{(frame?.Method is { } method ? $", in {method.Type.Name}.{method.Name}," : "")}",
                ClrRootKind.FinalizerQueue => "The queue of finalizers",
                _ when IsStatic(path) => Static(path[1]) is { } field ? $"The static {field}" : "A static field",
                ClrRootKind.PinnedHandle or ClrRootKind.AsyncPinnedHandle => "A pinned GCHandle",
                ClrRootKind.RefCountedHandle => "A counted GCHandle",
                _ => "A GCHandle",
            };
            if (IsStatic(path)) links = links.Skip(1).ToList();
            if (links.Count > MostLinks) links = [.. links.Take(MostLinks / 2), "…", .. links.TakeLast(MostLinks / 2)];
            return $"{by} holds {string.Join(" → ", links)}.";
        }

        private static string Title(ClrObject one) => one.IsRuntimeType && one.AsRuntimeType()?.Name is { } type ? $"typeof({type})" : one.Type?.Name ?? "?";

        // Statics lie in arrays that handles of the runtime hold.
        private static bool IsStatic(List<ClrObject> path) => path.Count > 1 && HasStatics(path[0]);

        private static bool HasStatics(ClrObject one) => one.IsValid && one.Type?.Name == "System.Object[]";

        // The field that refers to an object, where the runtime tells where its statics are.
        private string? Static(ClrObject value) => (_statics ??= Statics()).GetValueOrDefault(value.Address);

        private Dictionary<ulong, string> Statics()
        {
            var fields = new Dictionary<ulong, string>();
            foreach (var module in runtime.EnumerateModules())
                foreach (var (table, _) in module.EnumerateTypeDefToMethodTableMap())
                {
                    if (runtime.GetTypeByMethodTable(table) is not { } type) continue;
                    foreach (var field in type.StaticFields.Where(field => field.IsObjectReference))
                        foreach (var domain in runtime.AppDomains)
                            if (field.ReadObject(domain) is { IsNull: false } value) fields.TryAdd(value.Address, $"{type.Name}.{field.Name}");
                }

            return fields;
        }

        private string Name(ClrThread? thread)
        {
            if (thread is null) return "of nobody";
            var path = $"/proc/{process}/task/{thread.OSThreadId}/comm";
            return File.Exists(path) && File.ReadAllText(path).TrimEnd() is { Length: > 0 } name ? $"\"{name}\"" : $"{thread.OSThreadId}";
        }
    }
}
