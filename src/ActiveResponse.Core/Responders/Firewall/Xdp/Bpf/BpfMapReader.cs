using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>Takes one element of a map.</summary>
internal delegate void TakeElement(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

/// <summary>Lists a map: many elements at a time, or on older kernels one by one. If it changes meanwhile, some may come twice.</summary>
internal static unsafe class BpfMapReader
{
    private const int AtOnce = 4096;

    // A hash table gives all elements of a slot at once; thousands in one don't occur, and must not loop for ever.
    private const int MostAtOnce = 1 << 22;

    /// <exception cref="BpfException">The kernel can't list it.</exception>
    public static void ReadAll(BpfMap map, TakeElement take)
    {
        var error = ReadInBatches(map, take);
        if (BpfErrors.IsUnsupported(error))
        {
            error = ReadOneByOne(map, take);
        }

        if (error != 0)
        {
            throw new BpfException(error, $"the map {map.Form.Name} can't be listed: {BpfErrors.Explain(error)}");
        }
    }

    private static int ReadInBatches(BpfMap map, TakeElement take)
    {
        var room = AtOnce;
        var keys = new byte[room * map.Form.KeyLength];
        var values = new byte[room * map.Form.ValueLength];

        // Where the next batch goes on: a number or a key, at most 20 bytes.
        Span<ulong> from = stackalloc ulong[4];
        Span<ulong> to = stackalloc ulong[4];
        var isFirst = true;
        while (true)
        {
            var count = ReadBatch(map, isFirst ? [] : from, to, keys, values, out var error);
            if (error == BpfErrors.NoSpace && room < MostAtOnce)
            {
                room *= 4;
                keys = new byte[room * map.Form.KeyLength];
                values = new byte[room * map.Form.ValueLength];
                continue;
            }

            if (error is not (0 or BpfErrors.Missing))
            {
                return error;
            }

            Take(map.Form, keys, values, count, take);
            if (error == BpfErrors.Missing)
            {
                return 0;
            }

            to.CopyTo(from);
            isFirst = false;
        }
    }

    private static int ReadBatch(BpfMap map, Span<ulong> from, Span<ulong> to, byte[] keys, byte[] values, out int error)
    {
        fixed (ulong* start = from)
        fixed (ulong* end = to)
        fixed (byte* key = keys)
        fixed (byte* value = values)
        {
            var room = (uint)(keys.Length / map.Form.KeyLength);
            Span<ulong> attributes =
            [
                (ulong)start,
                (ulong)end,
                (ulong)key,
                (ulong)value,
                BpfNative.Pair(room, BpfNative.Of(map.File)),
                0,
                0,
            ];
            _ = BpfNative.Call(BpfCommand.MapFindBatch, attributes, out error);
            return (int)MemoryMarshal.Cast<ulong, uint>(attributes)[8];
        }
    }

    private static void Take(BpfMapForm form, byte[] keys, byte[] values, int count, TakeElement take)
    {
        for (var i = 0; i < count; i++)
        {
            take(keys.AsSpan(i * form.KeyLength, form.KeyLength), values.AsSpan(i * form.ValueLength, form.ValueLength));
        }
    }

    internal static int ReadOneByOne(BpfMap map, TakeElement take)
    {
        var key = new byte[map.Form.KeyLength];
        var next = new byte[map.Form.KeyLength];
        var value = new byte[map.Form.ValueLength];

        // Others may take elements out as fast as they are read, so that it begins again.
        for (var count = 0; count <= 2 * map.Form.Room; count++)
        {
            fixed (byte* last = key)
            fixed (byte* other = next)
            {
                _ = map.Element(BpfCommand.MapNextKey, count == 0 ? null : last, other, out var error);
                if (error != 0)
                {
                    return error == BpfErrors.Missing ? 0 : error;
                }
            }

            (key, next) = (next, key);
            if (map.TryFind(key, value))
            {
                take(key, value);
            }
        }

        return BpfErrors.Busy;
    }
}
