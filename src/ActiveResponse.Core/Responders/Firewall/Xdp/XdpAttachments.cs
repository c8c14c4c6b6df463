using System.Globalization;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Attaches our program to interfaces, and never to one that has another program.</summary>
internal sealed class XdpAttachments(XdpOptions options, XdpPins pins)
{
    private const uint Generic = 1 << 1;
    private const uint Native = 1 << 2;

    /// <summary>The interfaces that packets of blocked sources may come in by.</summary>
    /// <param name="all">All interfaces.</param>
    /// <exception cref="FirewallException">There is none.</exception>
    public IReadOnlyList<XdpInterface> Choose(IReadOnlyList<XdpInterface> all)
    {
        var chosen = ChooseAny(all);
        if (chosen.Count > 0)
        {
            return chosen;
        }

        var names = Names();
        var others = string.Join(", ", names.Order(StringComparer.Ordinal));
        throw new FirewallException(
            (options.Interfaces.IsEmpty, names.Count) switch
            {
                (true, 0) => "no interface has a default route. Name those to guard (XdpOptions.Interfaces).",
                (true, _) => $"no interface with a default route is an Ethernet ({others}). Use another firewall.",
                _ => $"there is no Ethernet interface of this name: {others}.",
            }
        );
    }

    /// <summary>The same, and none if there is none.</summary>
    public IReadOnlyList<XdpInterface> ChooseAny(IReadOnlyList<XdpInterface> all)
    {
        var names = Names();
        return [.. all.Where(one => one.IsEthernet && names.Contains(one.Name))];
    }

    /// <summary>The interfaces that should be guarded and can't be, for an operator; empty if none.</summary>
    /// <param name="all">All interfaces.</param>
    public string Unguarded(IReadOnlyList<XdpInterface> all)
    {
        var missing = Names().Where(name => !all.Any(one => one.IsEthernet && one.Name == name)).Order(StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? "" : $"; not guarded, as there is no such Ethernet interface: {string.Join(", ", missing)}";
    }

    /// <summary>Fails if an interface has a program that isn't ours.</summary>
    /// <param name="interfaces">The interfaces.</param>
    /// <param name="program">The number of our program; 0 for none yet.</param>
    /// <exception cref="FirewallException">It names the other program.</exception>
    public void RefuseForeign(IReadOnlyList<XdpInterface> interfaces, uint program)
    {
        foreach (var one in interfaces)
        {
            if (one.Program != 0 && one.Program != program && !IsOurs(one))
            {
                throw Foreign(one);
            }
        }
    }

    /// <summary>Attaches our program, at once in place of an earlier version of it.</summary>
    /// <exception cref="FirewallException">An interface has another program, or the kernel refuses.</exception>
    public void Attach(IReadOnlyList<XdpInterface> interfaces, SafeFileHandle program)
    {
        var number = BpfObject.NumberOf(program);
        foreach (var one in interfaces.Where(one => one.Program != number))
        {
            if (one.Program == 0 || !Replace(one, program))
            {
                AttachNew(one, program);
            }
        }
    }

    /// <summary>Detaches our program where it is no longer wanted.</summary>
    /// <param name="interfaces">Where it is wanted.</param>
    public void DetachOthers(IReadOnlyList<XdpInterface> interfaces)
    {
        foreach (var index in pins.LinkedInterfaces().Except(interfaces.Select(static one => one.Index)).ToList())
        {
            pins.DropLink(index);
        }
    }

    private IReadOnlySet<string> Names() =>
        options.Interfaces.IsEmpty ? DefaultRoutes.Read() : options.Interfaces.ToHashSet(StringComparer.Ordinal);

    private bool Replace(XdpInterface one, SafeFileHandle program)
    {
        using var link = pins.OpenLink(one.Index);
        return link is not null && BpfObject.DescribeLink(link) == (one.Program, one.Index) && BpfLink.Replace(link, program) == 0;
    }

    private bool IsOurs(XdpInterface one)
    {
        using var link = pins.OpenLink(one.Index);
        return link is not null && BpfObject.DescribeLink(link) == (one.Program, one.Index);
    }

    private void AttachNew(XdpInterface one, SafeFileHandle program)
    {
        if (one.Program != 0)
        {
            throw Foreign(one);
        }

        // A link may be left of an interface that is gone, whose number another one has now.
        pins.DropLink(one.Index);
        using var link = Try(one, program, out var error);
        if (link is null)
        {
            throw error is BpfErrors.Busy or BpfErrors.Exists
                ? Foreign(InterfaceDump.Read().FirstOrDefault(now => now.Index == one.Index) ?? one)
                : new FirewallException($"the program can't be attached to {one.Name}: {BpfErrors.Explain(error)}");
        }

        pins.KeepLink(one.Index, link);
    }

    private SafeFileHandle? Try(XdpInterface one, SafeFileHandle program, out int error)
    {
        if (options.Mode == XdpMode.Generic)
        {
            return BpfLink.Attach(program, one.Index, Generic, out error);
        }

        var link = BpfLink.Attach(program, one.Index, Native, out error);

        // Drivers refuse for many reasons: too few queues, too large packets, no such function.
        return
            link is null && options.Mode == XdpMode.Automatic && error is not (BpfErrors.Busy or BpfErrors.Exists or BpfErrors.NotPermitted)
            ? BpfLink.Attach(program, one.Index, Generic, out error)
            : link;
    }

    private static FirewallException Foreign(XdpInterface one)
    {
        using var file = BpfObject.OpenProgram(one.Program);
        var whose = file is null ? null : BpfObject.DescribeProgram(file);
        var name = whose is { Name.Length: > 0 } ? $"'{whose.Name}', " : "";
        var user = whose is null ? "" : string.Create(CultureInfo.InvariantCulture, $", loaded by user {whose.User}");
        var number = one.Program.ToString(CultureInfo.InvariantCulture);
        return new FirewallException(
            $"{one.Name} has another XDP program: {name}number {number}{user}. "
                + $"Detach it (ip link set dev {one.Name} xdp off), or use another firewall."
        );
    }
}
