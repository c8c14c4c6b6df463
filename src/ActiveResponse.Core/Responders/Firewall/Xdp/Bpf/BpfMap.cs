using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>A table in the kernel that programs look into.</summary>
/// <param name="file">Its open file.</param>
/// <param name="form">What its elements are like.</param>
internal sealed unsafe class BpfMap(SafeFileHandle file, BpfMapForm form) : IDisposable
{
    public SafeFileHandle File => file;

    public BpfMapForm Form => form;

    /// <summary>Makes one, which lasts as long as somebody has it open or pinned.</summary>
    /// <exception cref="BpfException">The kernel refuses.</exception>
    public static BpfMap Create(BpfMapForm form)
    {
        Span<ulong> attributes = stackalloc ulong[6];
        attributes.Clear();
        attributes[0] = BpfNative.Pair((uint)form.Kind, (uint)form.KeyLength);
        attributes[1] = BpfNative.Pair((uint)form.ValueLength, (uint)form.Room);
        attributes[2] = BpfNative.Pair(form.Flags, 0);
        Encoding.ASCII.GetBytes(form.Name, MemoryMarshal.AsBytes(attributes)[28..]);
        return BpfNative.Open(BpfCommand.MapCreate, attributes, out var error) is { } file
            ? new BpfMap(file, form)
            : throw new BpfException(error, $"the map {form.Name} can't be made: {BpfErrors.Explain(error)}");
    }

    /// <summary>Reads the value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Room for the value; a counter's has a value for each possible processor.</param>
    public bool TryFind(ReadOnlySpan<byte> key, Span<byte> value)
    {
        fixed (byte* one = key)
        fixed (byte* other = value)
        {
            _ = Element(BpfCommand.MapFind, one, other, out var error);
            return error == 0;
        }
    }

    /// <summary>Puts elements in, and replaces those of the same key.</summary>
    /// <param name="keys">The keys, one after the other.</param>
    /// <param name="values">Their values.</param>
    /// <param name="error">0, or an errno of the first that isn't in.</param>
    /// <returns>How many are in.</returns>
    public int Put(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values, out int error)
    {
        var done = Batch(BpfCommand.MapUpdateBatch, keys, values, out error);
        return IsUnknown(done, error) ? OneByOne(BpfCommand.MapUpdate, keys, values, out error) : done;
    }

    /// <summary>Takes elements out.</summary>
    /// <param name="keys">The keys, one after the other.</param>
    /// <param name="error">0, or an errno of the first that isn't out; <see cref="BpfErrors.Missing"/> if it wasn't in.</param>
    /// <returns>How many are out.</returns>
    public int Remove(ReadOnlySpan<byte> keys, out int error)
    {
        var done = Batch(BpfCommand.MapDeleteBatch, keys, [], out error);
        return IsUnknown(done, error) ? OneByOne(BpfCommand.MapDelete, keys, [], out error) : done;
    }

    /// <summary>Does the same on kernels whose maps of this kind take no batches: tries before Linux 5.13.</summary>
    internal int OneByOne(BpfCommand command, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values, out int error)
    {
        error = 0;
        fixed (byte* key = keys)
        fixed (byte* value = values)
        {
            var count = keys.Length / form.KeyLength;
            for (var done = 0; done < count; done++)
            {
                var one = value is null ? null : value + (done * form.ValueLength);
                _ = Element(command, key + (done * form.KeyLength), one, out error);
                if (error != 0)
                {
                    return done;
                }
            }

            return count;
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>Makes a call about one element.</summary>
    internal int Element(BpfCommand command, byte* key, byte* value, out int error)
    {
        Span<ulong> attributes = [BpfNative.Pair(BpfNative.Of(file), 0), (ulong)key, (ulong)value, 0];
        return BpfNative.Call(command, attributes, out error);
    }

    private static bool IsUnknown(int done, int error) => done == 0 && BpfErrors.IsUnsupported(error);

    private int Batch(BpfCommand command, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values, out int error)
    {
        var count = keys.Length / form.KeyLength;
        error = 0;
        if (count == 0)
        {
            return 0;
        }

        fixed (byte* key = keys)
        fixed (byte* value = values)
        {
            var room = BpfNative.Pair((uint)count, BpfNative.Of(file));
            Span<ulong> attributes = [0, 0, (ulong)key, (ulong)value, room, 0, 0];
            _ = BpfNative.Call(command, attributes, out error);
            var done = (int)MemoryMarshal.Cast<ulong, uint>(attributes)[8];

            // A call that isn't known leaves the count as it was.
            return error == 0 || done < count ? done : 0;
        }
    }
}
