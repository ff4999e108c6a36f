// Where processes meet: a small table of bytes that all of them read and write.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributed
    {
        /// <summary>Names and bytes shared between processes. A name that is not there yet is waited for until the time-out.</summary>
        public abstract unsafe class Store : IDisposable
        {
            private nint _handle;

            private protected Store(nint handle) => _handle = handle;

            ~Store() => Free();

            internal nint Pointer => _handle != 0 ? _handle : throw new ObjectDisposedException(GetType().Name);

            /// <summary>Writes bytes under a name.</summary>
            public void set(string key, ReadOnlySpan<byte> value)
            {
                fixed (byte* name = DistributedMethods.Text(key), bytes = value)
                    DistributedMethods.Check(DistributedMethods.ph_dist_store_set(Pointer, name, bytes, value.Length), $"{GetType().Name}.set(\"{key}\")");
            }

            /// <summary>Writes a text under a name.</summary>
            public void set(string key, string value) => set(key, Utf8.Bytes(value));

            /// <summary>The bytes under a name. Throws <see cref="TorchException"/> when nobody writes them before the time-out.</summary>
            public byte[] get(string key)
            {
                byte* bytes;
                long count;
                fixed (byte* name = DistributedMethods.Text(key))
                    DistributedMethods.Check(DistributedMethods.ph_dist_store_get(Pointer, name, &bytes, &count), $"{GetType().Name}.get(\"{key}\")");
                var copy = new ReadOnlySpan<byte>(bytes, checked((int)count)).ToArray();
                DistributedMethods.ph_dist_free(bytes);
                return copy;
            }

            /// <summary>Adds to the number under a name, which begins at 0, and returns it.</summary>
            public long add(string key, long amount)
            {
                long value;
                fixed (byte* name = DistributedMethods.Text(key))
                    DistributedMethods.Check(DistributedMethods.ph_dist_store_add(Pointer, name, amount, &value), $"{GetType().Name}.add(\"{key}\")");
                return value;
            }

            public void Dispose()
            {
                Free();
                GC.SuppressFinalize(this);
            }

            private void Free()
            {
                if (Interlocked.Exchange(ref _handle, 0) is not 0 and var handle)
                    _ = DistributedMethods.ph_dist_store_release(handle);
            }
        }

        /// <summary>A store that one process serves over TCP.</summary>
        /// <param name="host_name">The serving process's name or address.</param>
        /// <param name="port">Its port.</param>
        /// <param name="world_size">How many processes will come; null for any number.</param>
        /// <param name="is_master">Whether this process serves.</param>
        /// <param name="timeout">How long anything is waited for; 5 minutes by default.</param>
        public sealed class TCPStore(string host_name, int port, int? world_size = null, bool is_master = false, TimeSpan? timeout = null)
            : Store(Open(host_name, port, world_size, is_master, timeout))
        {
            /// <summary>The port that it is reached on: what a free one (0) became.</summary>
            public unsafe int port
            {
                get
                {
                    int found;
                    DistributedMethods.Check(DistributedMethods.ph_dist_store_port(Pointer, &found), "TCPStore.port");
                    return found;
                }
            }

            private static unsafe nint Open(string host, int port, int? size, bool serves, TimeSpan? timeout)
            {
                ArgumentNullException.ThrowIfNull(host);
                if (port is < 0 or > 65535)
                    throw new ArgumentOutOfRangeException(nameof(port), port, "TCPStore: expected a port from 0 to 65535.");
                RequireLibrary("TCPStore");
                nint store;
                fixed (byte* name = DistributedMethods.Text(host))
                    DistributedMethods.Check(DistributedMethods.ph_dist_store_tcp(name, port, size ?? 0, serves ? 1 : 0, Milliseconds(timeout), &store), $"TCPStore({host}:{port})");
                return store;
            }
        }

        /// <summary>Another store under names that begin with a prefix.</summary>
        public sealed class PrefixStore(string prefix, Store store) : Store(Open(prefix, store))
        {
            private static unsafe nint Open(string prefix, Store store)
            {
                ArgumentNullException.ThrowIfNull(prefix);
                ArgumentNullException.ThrowIfNull(store);
                nint result;
                fixed (byte* name = DistributedMethods.Text(prefix))
                    DistributedMethods.Check(DistributedMethods.ph_dist_store_prefix(store.Pointer, name, &result), $"PrefixStore(\"{prefix}\")");
                return result;
            }
        }

        /// <summary>A store in a file that all processes see.</summary>
        /// <param name="file_name">The file; it must not be left over from an earlier run.</param>
        /// <param name="world_size">How many processes there are.</param>
        /// <param name="timeout">How long anything is waited for; 5 minutes by default.</param>
        public sealed class FileStore(string file_name, int world_size, TimeSpan? timeout = null) : Store(Open(file_name, world_size, timeout))
        {
            private static unsafe nint Open(string file, int size, TimeSpan? timeout)
            {
                ArgumentException.ThrowIfNullOrEmpty(file);
                RequireLibrary("FileStore");
                nint store;
                fixed (byte* name = DistributedMethods.Text(Path.GetFullPath(file)))
                    DistributedMethods.Check(DistributedMethods.ph_dist_store_file(name, size, Milliseconds(timeout), &store), $"FileStore({file})");
                return store;
            }
        }
    }
}
