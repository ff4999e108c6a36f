// A tensor: a small object around a pooled native handle. Everything that is an operator is generated; here is what is not.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An n-dimensional array of numbers on a device. Dispose of it, or make it inside a <see cref="NewDisposeScope"/>; a forgotten one is
    /// freed by the garbage collector some time later.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private TensorHandle? _handle;
        internal DisposeScope? OwningScope;
        internal int IndexInScope;

        /// <summary>Takes over a native reference.</summary>
        internal Tensor(nint pointer)
        {
            var state = ThreadState.Current;
            _handle = TensorHandle.Rent(state, pointer);
            if (state.Scope is { } scope)
            {
                state.Tensors.CreatedInScopeCount++;
                scope.Add(this);
            }
            else
            {
                state.Tensors.CreatedOutsideScopeCount++;
            }
        }

        /// <summary>True once the tensor is disposed of.</summary>
        public bool IsInvalid => _handle is null;

        /// <summary>The native TensorImpl; throws when disposed of. The tensor must be kept alive while it is used.</summary>
        public IntPtr Handle => _handle is { } handle ? handle.Pointer : throw new ObjectDisposedException(nameof(Tensor), "The tensor is disposed; was it made in a dispose scope that is closed?");

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal nint Pointer(int op)
        {
            var handle = _handle;
            return handle is not null ? handle.Pointer : Dispatch.Disposed(op);
        }

        internal nint Pointer(string what) => _handle is { } handle ? handle.Pointer
            : throw new ObjectDisposedException(nameof(Tensor), $"{what}: the tensor is disposed; was it made in a dispose scope that is closed?");

        /// <summary>Lets go of the native tensor; a second call does nothing.</summary>
        public void Dispose()
        {
            if (_handle is null)
                return;
            if (OwningScope is { } scope)
            {
                ThreadState.Current.Tensors.DisposedInScopeCount++;
                scope.Remove(this);
            }
            else
            {
                ThreadState.Current.Tensors.DisposedOutsideScopeCount++;
            }
            DisposeFromScope();
        }

        internal void DisposeFromScope() => Interlocked.Exchange(ref _handle, null)?.Release();

        // Another reference to the same native tensor, as a module's buffer needs it that takes over a parameter's place.
        internal unsafe Tensor AliasHandle()
        {
            nint result;
            NativeMethods.Check(NativeMethods.ph_tensor_alias(Pointer("alias"), &result), "alias");
            GC.KeepAlive(this);
            return new Tensor(result);
        }

        /// <summary>Exchanges the native tensors of two handles: how a parameter moves to a device and stays the same object.</summary>
        internal void TakeOver(Tensor other)
        {
            var mine = _handle;
            _handle = other._handle;
            other._handle = mine;
            other.Dispose();
        }

        internal unsafe TensorInfo Info(string what)
        {
            TensorInfo info;
            NativeMethods.Check(NativeMethods.ph_tensor_info(Pointer(what), &info), what);
            return info;
        }

        public ScalarType dtype => (ScalarType)Keep(Info("dtype")).ScalarType;

        public Device device
        {
            get
            {
                var info = Keep(Info("device"));
                return info.DeviceType == 0 ? CPU : new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        public DeviceType device_type => (DeviceType)Keep(Info("device_type")).DeviceType;

        public int device_index => Keep(Info("device_index")).DeviceIndex;

        public layout layout => (layout)Keep(Info("layout")).Layout;

        public unsafe long[] shape
        {
            get
            {
                var info = Info("shape");
                var sizes = new ReadOnlySpan<long>(info.Sizes, info.Dimensions).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long[] size() => shape;

        public unsafe long size(int dim)
        {
            var info = Info("size");
            var index = dim < 0 ? dim + info.Dimensions : dim;
            if (index < 0 || index >= info.Dimensions)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"size: the tensor has {info.Dimensions} dimensions.");
            var size = info.Sizes[index];
            GC.KeepAlive(this);
            return size;
        }

        public long size(long dim) => size((int)dim);

        public unsafe long[] stride()
        {
            var info = Info("stride");
            if (info.Strides == null)
                throw new InvalidOperationException("stride: a sparse tensor has none.");
            var strides = new ReadOnlySpan<long>(info.Strides, info.Dimensions).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim)
        {
            var strides = stride();
            return strides[dim < 0 ? dim + strides.Length : dim];
        }

        public long dim() => Keep(Info("dim")).Dimensions;

        public long ndim => dim();

        public long Dimensions => dim();

        public long numel() => Keep(Info("numel")).Elements;

        public long NumberOfElements => numel();

        public long element_size() => Keep(Info("element_size")).ElementSize;

        public long ElementSize => element_size();

        public bool is_contiguous() => Keep(Info("is_contiguous")).IsContiguous;

        public bool is_leaf => Keep(Info("is_leaf")).IsLeaf;

        public bool is_view => Keep(Info("is_view")).IsView;

        public bool is_inference => Keep(Info("is_inference")).IsInference;

        public bool is_sparse => Keep(Info("is_sparse")).Layout != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_nonzero() => ToDouble() != 0;

        /// <summary>True where both tensors read the same memory.</summary>
        public unsafe bool is_alias_of(Tensor other)
        {
            int same;
            NativeMethods.Check(NativeMethods.ph_tensor_same_storage(Pointer("is_alias_of"), other.Pointer("is_alias_of"), &same), "is_alias_of");
            GC.KeepAlive(this);
            GC.KeepAlive(other);
            return same != 0;
        }

        /// <summary>Counts writes in place; autograd uses it to notice that a saved tensor was changed.</summary>
        public unsafe long _version
        {
            get
            {
                long version;
                NativeMethods.Check(NativeMethods.ph_tensor_version(Pointer("_version"), &version), "_version");
                GC.KeepAlive(this);
                return version;
            }
        }

        internal void BumpVersion()
        {
            NativeMethods.Check(NativeMethods.ph_tensor_bump_version(Pointer("bump_version")), "bump_version");
            GC.KeepAlive(this);
        }

        /// <summary>The address of the first element, for as long as the tensor lives.</summary>
        public unsafe nint data_ptr()
        {
            void* data;
            NativeMethods.Check(NativeMethods.ph_tensor_data(Pointer("data_ptr"), &data), "data_ptr");
            GC.KeepAlive(this);
            return (nint)data;
        }

        private TensorInfo Keep(TensorInfo info)
        {
            GC.KeepAlive(this);
            return info;
        }

        /// <summary>True where both have the same shape and, after conversion to a common type, the same elements.</summary>
        public bool Equals(Tensor? target)
        {
            if (ReferenceEquals(this, target))
                return true;
            if (target is null || IsInvalid || target.IsInvalid)
                return false;
            if (dtype == target.dtype)
                return Calls.equal(this, target);
            var common = promote_types(dtype, target.dtype);
            using var left = to(common, copy: true);
            using var right = target.to(common, copy: true);
            return Calls.equal(left, right);
        }

        public override bool Equals(object? obj) => obj is Tensor target && Equals(target);

        /// <summary>Of the object and not of its elements, so that a tensor stays findable as a key while it changes.</summary>
        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
    }
}
