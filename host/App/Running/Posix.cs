// The few calls of the operating system that .NET has no name for, or only at the price of a slower start.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

[assembly: DisableRuntimeMarshalling]

namespace PluginHost.App;

/// <summary>The calls of the C library that starting, watching and ending a worker needs.</summary>
internal static unsafe partial class Posix
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int User1 = 10;

    private const int NoHang = 1;
    private const short SetSignalDefaults = 0x04;
    private const short SetSession = 0x80;
    private const int OpenForAppending = 0x1 | 0x40 | 0x400 | 0x80000; // O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
    private const int OpenForLocking = 0x2 | 0x40 | 0x80000; // O_RDWR | O_CREAT | O_CLOEXEC
    private const int OpenForReading = 0x80000; // O_RDONLY | O_CLOEXEC
    private const int CloseOnExec = 0x80000;
    private const int AskLock = 5, SetLock = 6; // F_GETLK, F_SETLK
    private const short WriteLock = 1, NoLock = 2;
    private const int Again = 11, Denied = 13; // EAGAIN, EACCES
    private const int Interrupted = 4;

    // Larger than posix_spawnattr_t (336), posix_spawn_file_actions_t (80) and sigset_t (128) of any C library for Linux.
    private const int OpaqueSize = 1024;

    /// <summary>This user's number.</summary>
    public static uint UserId => geteuid();

    /// <summary>
    /// Starts a program in a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it. It reads
    /// <paramref name="input"/> and writes to <paramref name="output"/>: nothing of this process's own, because the runtime keeps copies of what
    /// it was started with, and whoever reads this process's output to its end would wait for the child's end too.
    /// </summary>
    /// <returns>Its process id.</returns>
    /// <exception cref="SetupException">The operating system refused.</exception>
    public static int Spawn(string program, string[] arguments, int input, int output)
    {
        // Plain loops: what LINQ needs over native integers is compiled at run time, before anything of the worker can start.
        byte* attributes = stackalloc byte[OpaqueSize];
        byte* actions = stackalloc byte[OpaqueSize];
        byte* signals = stackalloc byte[OpaqueSize];
        posix_spawnattr_init(attributes);
        posix_spawn_file_actions_init(actions);
        byte** texts = stackalloc byte*[arguments.Length + 2];
        texts[0] = Allocate(program);
        for (var i = 0; i < arguments.Length; i++) texts[i + 1] = Allocate(arguments[i]);
        texts[arguments.Length + 1] = null;
        try
        {
            // The runtime ignores SIGPIPE, and what is ignored stays ignored in a child.
            sigfillset(signals);
            posix_spawnattr_setsigdefault(attributes, signals);
            posix_spawnattr_setflags(attributes, SetSession | SetSignalDefaults);
            posix_spawn_file_actions_adddup2(actions, input, 0);
            posix_spawn_file_actions_adddup2(actions, output, 1);
            posix_spawn_file_actions_adddup2(actions, output, 2);
            var environment = *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");
            int process;
            // The points lie in an assembly that nothing here loads otherwise, and a start waits for this.
            var faults = Environment.GetEnvironmentVariable("PLUGINHOST_FAULTS") is not null || Environment.GetEnvironmentVariable("PLUGINHOST_FAULT_LOG") is not null;
            if (faults) FaultPoint(program, before: true);
            var error = posix_spawn(&process, texts[0], actions, attributes, texts, environment);
            if (error != 0) throw new SetupException($"{program} could not be started: {Marshal.GetPInvokeErrorMessage(error)}.");
            if (faults) FaultPoint(program, before: false);
            return process;
        }
        finally
        {
            for (var text = texts; *text is not null; text++) NativeMemory.Free(*text);
            posix_spawn_file_actions_destroy(actions);
            posix_spawnattr_destroy(attributes);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FaultPoint(string program, bool before)
    {
        try
        {
            FaultPoints.At("spawn", program, before);
        }
        catch (IOException fault)
        {
            throw new SetupException($"{program} could not be started: {fault.Message}", fault);
        }
    }

    /// <summary>A pipe whose ends no other program inherits.</summary>
    public static (int Read, int Write) Pipe()
    {
        int* ends = stackalloc int[2];
        if (pipe2(ends, CloseOnExec) != 0) throw new SetupException($"No pipe could be made: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastSystemError())}.");
        return (ends[0], ends[1]);
    }

    /// <summary>A file without a name in memory, which no other program inherits.</summary>
    public static int MemoryFile()
    {
        var name = stackalloc byte[] { (byte)'w', 0 };
        var file = memfd_create(name, 1 /* MFD_CLOEXEC */);
        return file >= 0 ? file : throw new SetupException($"No file in memory could be made: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastSystemError())}.");
    }

    /// <summary>Closes a file.</summary>
    public static void Close(int file) => _ = close(file);

    /// <summary>Writes a whole text; false when nobody reads it any more.</summary>
    public static bool WriteText(int file, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        while (bytes.Length > 0)
        {
            nint written;
            fixed (byte* start = bytes) written = write(file, start, (nuint)bytes.Length);
            if (written < 0 && Marshal.GetLastSystemError() == Interrupted) continue;
            if (written <= 0) return false;
            bytes = bytes[(int)written..];
        }

        return true;
    }

    /// <summary>Reads a text to its end.</summary>
    public static string ReadText(int file)
    {
        var result = new List<byte>(256);
        byte* part = stackalloc byte[1024];
        while (true)
        {
            var count = read(file, part, 1024);
            if (count < 0 && Marshal.GetLastSystemError() == Interrupted) continue;
            if (count <= 0) return Encoding.UTF8.GetString([.. result]);
            result.AddRange(new ReadOnlySpan<byte>(part, (int)count));
        }
    }

    /// <summary>Sends this process's output and errors to the end of a file.</summary>
    public static void RedirectOutput(string path)
    {
        var text = Allocate(path);
        var file = open(text, OpenForAppending, 0x1A4 /* 0644 */);
        NativeMemory.Free(text);
        if (file < 0) throw new SetupException($"{path} cannot be written: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastSystemError())}.");
        _ = dup2(file, 1);
        _ = dup2(file, 2);
        Close(file);
    }

    /// <summary>Another number for an open file.</summary>
    public static int Duplicate(int file) => dup(file);

    /// <summary>
    /// Takes a lock that others can ask about, until this process ends: the file stays open, and nothing else here may open it. False when
    /// another process has it. A file system without locks, or a folder that cannot be written, refuses nobody.
    /// </summary>
    public static bool TakeLock(string path)
    {
        var text = Allocate(path);
        var file = open(text, OpenForLocking, 0x1A4);
        NativeMemory.Free(text);
        if (file < 0) return true;
        var wanted = new FileLock { Type = WriteLock };
        if (fcntl(file, SetLock, &wanted) == 0) return true;
        var taken = Marshal.GetLastSystemError() is Again or Denied;
        Close(file);
        return !taken;
    }

    /// <summary>The process that holds a file's lock; null when none does. Not for a lock of this process's own.</summary>
    public static int? LockHolder(string path)
    {
        var text = Allocate(path);
        var file = open(text, OpenForReading, 0);
        NativeMemory.Free(text);
        if (file < 0) return null;
        var asked = new FileLock { Type = WriteLock };
        var told = fcntl(file, AskLock, &asked) == 0 && asked.Type != NoLock;
        Close(file);
        return told ? asked.Process : null;
    }

    /// <summary>Lets any process of this user look into this one, where the system asks for such a permission.</summary>
    public static void AllowInspection() => _ = prctl(0x59616d61 /* PR_SET_PTRACER */, ulong.MaxValue /* PR_SET_PTRACER_ANY */, 0, 0, 0);

    /// <summary>Calls what a worker needs of this class once, on a file of no importance; see <see cref="FirstCalls"/>.</summary>
    public static void MakeFirstCalls(string path)
    {
        var text = Allocate(path);
        var file = open(text, OpenForAppending, 0x1A4);
        NativeMemory.Free(text);
        _ = dup2(file, file);
        Close(dup(file));
        _ = write(file, null, 0);
        _ = read(file, null, 0);
        var asked = new FileLock { Type = WriteLock };
        _ = fcntl(file, AskLock, &asked);
        Close(file);
        _ = geteuid();
    }

    /// <summary>Sends a signal; false when there is no such process.</summary>
    public static bool Signal(int process, int signal) => kill(process, signal) == 0;

    /// <summary>How a child ended, as waitpid tells it; null while it runs, -1 when it is no child of this process.</summary>
    public static int? Wait(int process)
    {
        int status;
        var result = waitpid(process, &status, NoHang);
        return result == process ? status : result == 0 ? null : -1;
    }

    /// <summary>Ends this process at once: no destructor of a native library runs, no thread is waited for.</summary>
    public static void Exit(int code) => _exit(code);

    /// <summary>Makes a path belong to this user; false when that is not allowed.</summary>
    public static bool TakeOver(string path)
    {
        var text = Allocate(path);
        var result = lchown(text, geteuid(), uint.MaxValue);
        NativeMemory.Free(text);
        return result == 0;
    }

    /// <summary>C's struct flock on 64 bits.</summary>
    private struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }

    private static byte* Allocate(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var bytes = (byte*)NativeMemory.Alloc((nuint)length + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(bytes, length));
        bytes[length] = 0;
        return bytes;
    }

    [LibraryImport("libc")]
    private static partial int posix_spawn(int* process, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport("libc")]
    private static partial int sigfillset(byte* signals);

    [LibraryImport("libc")]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc")]
    private static partial int memfd_create(byte* name, uint flags);

    [LibraryImport("libc")]
    private static partial int open(byte* path, int flags, int mode);

    // Both take a variable number of arguments in C; on the machines that this runs on they are passed alike.
    [LibraryImport("libc")]
    private static partial int fcntl(int file, int command, FileLock* argument);

    [LibraryImport("libc")]
    private static partial int prctl(int option, ulong first, ulong second, ulong third, ulong fourth);

    [LibraryImport("libc")]
    private static partial int close(int file);

    [LibraryImport("libc")]
    private static partial int dup2(int from, int to);

    [LibraryImport("libc")]
    private static partial int dup(int file);

    [LibraryImport("libc")]
    private static partial nint read(int file, byte* bytes, nuint count);

    [LibraryImport("libc")]
    private static partial nint write(int file, byte* bytes, nuint count);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    private static partial int waitpid(int process, int* status, int options);

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial int lchown(byte* path, uint user, uint group);

    [LibraryImport("libc")]
    private static partial void _exit(int code);
}
