using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Our maps, our program and its attachments: creates what is missing, and restores what others removed.</summary>
/// <remarks>Nothing is kept open between calls: what is in place may be another process' doing.</remarks>
internal sealed class XdpPlace(XdpOptions options, TimeProvider clock)
{
    private readonly XdpPins _pins = new(options);
    private readonly XdpAttachments _attachments = new(options, new XdpPins(options));
    private readonly FirewallMemory _memory = new(clock);
    private ulong? _tag;

    /// <summary>Whether anything of ours may be there.</summary>
    public bool IsThere => _pins.IsThere;

    /// <summary>Makes changes, each address once.</summary>
    /// <returns>A result for each.</returns>
    /// <exception cref="IOException">No change is possible.</exception>
    public ResponderResult[] Apply(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        if (!changes.Any(static change => change.Blocks))
        {
            if (!_pins.IsThere)
            {
                return [.. changes.Select(static change => change.Absent)];
            }

            using var there = _pins.OpenMaps();
            if (there is not null)
            {
                return Change(there, changes, cancellationToken);
            }

            // The program may still look into a map whose pin is gone: it needs others before the entries are really gone.
        }

        var wanted = Wanted(out _);
        using var maps = _pins.OpenOrMakeMaps(out var hasMade);
        if (hasMade)
        {
            // Before any packet meets the new maps.
            _ = Change(maps, _memory.Except(changes), cancellationToken);
        }

        Arm(maps, wanted);
        return Change(maps, changes, cancellationToken);
    }

    /// <summary>The entries in force, and none if the program doesn't see packets any more. Attaches it to new interfaces, and takes out
    /// what has ended.</summary>
    /// <exception cref="IOException">They can't be listed.</exception>
    public IReadOnlyList<FirewallEntry> List()
    {
        using var maps = _pins.OpenMaps();
        if (maps is null || !IsInForce(maps))
        {
            return [];
        }

        var entries = XdpListing.Read(maps, clock.GetUtcNow(), sweeps: true);
        _memory.Adopt(entries);
        return entries;
    }

    /// <summary>Removes all of it.</summary>
    /// <exception cref="FirewallException">It can't be removed.</exception>
    public void Remove()
    {
        _memory.Clear();
        _pins.RemoveAll();
    }

    /// <summary>Where the program is attached, or would be.</summary>
    /// <exception cref="IOException">It can't work here.</exception>
    public string Describe()
    {
        var wanted = Wanted(out var number);
        TryOut();
        using var maps = _pins.OpenMaps();
        var dropped = maps is null ? "" : FormattableString.Invariant($"; {XdpListing.Dropped(maps):N0} packets dropped");
        var unguarded = _attachments.Unguarded(InterfaceDump.Read());
        return string.Join(", ", wanted.Select(one => $"{one.Name} ({Standing(one, number)})")) + dropped + unguarded;
    }

    /// <summary>The interfaces to guard, none of which has another program.</summary>
    /// <param name="number">The number of our program; 0 for none yet.</param>
    private IReadOnlyList<XdpInterface> Wanted(out uint number)
    {
        using var program = _pins.OpenProgram();
        number = program is null ? 0 : BpfObject.NumberOf(program);
        var wanted = _attachments.Choose(InterfaceDump.Read());
        _attachments.RefuseForeign(wanted, number);
        return wanted;
    }

    private static string Standing(XdpInterface one, uint program)
    {
        if (program == 0 || one.Program != program)
        {
            return "not attached yet";
        }

        return one.IsNative ? "native" : "generic";
    }

    private ResponderResult[] Change(XdpMaps maps, IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        var results = new XdpChanges(maps, clock.GetUtcNow(), cancellationToken).Run(changes);
        _memory.Note(
            Array.TrueForAll(results, static result => result.IsSuccess) ? changes : [.. changes.Where((_, i) => results[i].IsSuccess)]
        );
        return results;
    }

    /// <summary>Makes packets go through our program. One of an earlier version is replaced, and so is one with other maps.</summary>
    private void Arm(XdpMaps maps, IReadOnlyList<XdpInterface> wanted)
    {
        using var program = OpenSound(maps) ?? Load(maps);
        _attachments.Attach(wanted, program);
        if (!options.Interfaces.IsEmpty)
        {
            _attachments.DetachOthers(wanted);
        }
    }

    private SafeFileHandle? OpenSound(XdpMaps maps)
    {
        if (_tag is null || _pins.OpenProgram() is not { } program)
        {
            return null;
        }

        if (IsSound(program, maps, _tag))
        {
            return program;
        }

        program.Dispose();
        return null;
    }

    private static bool IsSound(SafeFileHandle program, XdpMaps maps, ulong? tag) =>
        BpfObject.DescribeProgram(program) is { } facts
        && (tag is null || facts.Tag == tag)
        && maps.Numbers.All(number => facts.Maps.Contains(number));

    /// <summary>Loads the program; one in place that is the same stays.</summary>
    private SafeFileHandle Load(XdpMaps maps)
    {
        var loaded = XdpLoader.Load(maps);
        _tag = BpfObject.DescribeProgram(loaded)?.Tag;
        if (OpenSound(maps) is { } same)
        {
            loaded.Dispose();
            return same;
        }

        _pins.KeepProgram(loaded);
        return loaded;
    }

    private bool IsInForce(XdpMaps maps)
    {
        using var program = _pins.OpenProgram();
        if (program is null || !IsSound(program, maps, tag: null))
        {
            return false;
        }

        var all = InterfaceDump.Read();
        var number = BpfObject.NumberOf(program);
        if (!all.Any(one => one.Program == number))
        {
            return false;
        }

        AttachToNew(all, program);
        return true;
    }

    private void AttachToNew(IReadOnlyList<XdpInterface> all, SafeFileHandle program)
    {
        foreach (var one in _attachments.ChooseAny(all))
        {
            try
            {
                _attachments.Attach([one], program);
            }
            catch (FirewallException)
            {
                // Blocks are in force where it is attached; the probe says where it can't be, and why.
            }
        }
    }

    /// <summary>Has the kernel examine the program, once.</summary>
    private void TryOut()
    {
        if (_tag is null)
        {
            using var maps = XdpMaps.Create(room: 1);
            using var program = XdpLoader.Load(maps);
        }
    }
}
