using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld.Bus;

/// <summary>Changes what is in force, and lists, over a D-Bus connection that stays open; another transport makes permanent changes, and
/// does what D-Bus or firewalld refuses us.</summary>
internal sealed class FirewalldBusTransport(FirewalldBus bus, IFirewalldTransport program) : IFirewalldTransport
{
    // firewalld does one request after the other: a few that wait keep it busy. The bus takes 128 of one connection.
    private const int RequestsAtOnce = 8;

    private readonly FirewalldBusSets _sets = new(bus);

    /// <summary>The bus that an option asks for; null for none.</summary>
    public static FirewalldBus? BusOf(FirewalldTransport transport, ICommandRunner runner, TimeProvider clock) =>
        transport switch
        {
            FirewalldTransport.DBus => FirewalldBus.OfHost(clock),
            FirewalldTransport.Automatic when runner is CommandRunner => FirewalldBus.OfHost(clock),
            _ => null,
        };

    /// <summary>The transport over a bus, or by firewall-cmd alone.</summary>
    public static IFirewalldTransport Create(FirewalldBus? bus, FirewalldProgram program)
    {
        var byProgram = new FirewalldProgramTransport(program);
        return bus is null ? byProgram : new FirewalldBusTransport(bus, byProgram);
    }

    public ValueTask<IReadOnlyList<string>> ListRulesAsync(FirewalldPlace zone, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<string>>(
            async () =>
                zone.IsPermanent
                    ? await ListPermanentAsync(zone, "zone", "getZoneByName", "getRichRules", cancellationToken).ConfigureAwait(false)
                    : await bus.ListAsync(new FirewalldCall("zone", "getRichRules", zone.Name ?? ""), cancellationToken)
                        .ConfigureAwait(false),
            () => program.ListRulesAsync(zone, cancellationToken)
        );

    public async ValueTask<FirewalldMessages> ChangeRulesAsync(
        FirewalldPlace zone,
        bool adds,
        FirewalldRichRule form,
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        if (zone.IsPermanent)
        {
            return await program.ChangeRulesAsync(zone, adds, form, addresses, cancellationToken).ConfigureAwait(false);
        }

        var messages = new FirewalldMessages();
        var left = await AskAsync(addresses, messages, ChangeAsync).ConfigureAwait(false);
        if (left.Count > 0)
        {
            messages.Add(await program.ChangeRulesAsync(zone, adds, form, left, cancellationToken).ConfigureAwait(false));
        }

        return messages;

        Task<FirewalldBusException?> ChangeAsync(AddressPrefix address) =>
            bus.TryAsync(
                adds
                    ? new FirewalldCall("zone", "addRichRule", zone.Name ?? "", form.Format(address)) { Number = 0 }
                    : new FirewalldCall("zone", "removeRichRule", zone.Name ?? "", form.Format(address)),
                cancellationToken
            );
    }

    public ValueTask<IReadOnlyList<string>?> ListEntriesAsync(FirewalldPlace set, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<string>?>(
            async () =>
            {
                try
                {
                    return set.IsPermanent
                        ? await ListPermanentAsync(set, "ipset", "getIPSetByName", "getEntries", cancellationToken).ConfigureAwait(false)
                        : await _sets.ListAsync(set, cancellationToken).ConfigureAwait(false);
                }
                catch (FirewalldBusException e) when (e.IsNoSuchSet)
                {
                    return null;
                }
            },
            () => program.ListEntriesAsync(set, cancellationToken)
        );

    public async ValueTask<FirewallAttempt> ChangeEntriesAsync(
        FirewalldPlace set,
        bool adds,
        AddressPrefix[] entries,
        Dictionary<AddressPrefix, string> named,
        CancellationToken cancellationToken
    )
    {
        if (set.IsPermanent)
        {
            return await program.ChangeEntriesAsync(set, adds, entries, named, cancellationToken).ConfigureAwait(false);
        }

        if (entries.Length <= FirewalldProgramTransport.FewEntries)
        {
            return await ChangeFewAsync(set, adds, entries, named, cancellationToken).ConfigureAwait(false);
        }

        var error = await _sets.ChangeAsync(set, adds, entries, cancellationToken).ConfigureAwait(false);
        return error switch
        {
            null => FirewallAttempt.Done(),
            { IsRefusal: true, IsNoSuchSet: false, IsCommandFailure: false } => FirewallAttempt.Refused(Explain(error)),
            { IsRefusal: true } or { IsUnanswered: true } or { Hangs: true } => FirewallAttempt.Failed(Explain(error)),
            _ => await program.ChangeEntriesAsync(set, adds, entries, named, cancellationToken).ConfigureAwait(false),
        };
    }

    public ValueTask SettleAsync(FirewalldPlace set, CancellationToken cancellationToken) => _sets.SettleAsync(set, cancellationToken);

    public ValueTask<string> DefaultZoneAsync(CancellationToken cancellationToken) =>
        ReadAsync(
            () => bus.AskAsync(new FirewalldCall("", "getDefaultZone"), cancellationToken),
            () => program.DefaultZoneAsync(cancellationToken)
        );

    public ValueTask<IReadOnlyList<string>> ListSourcesAsync(string zone, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<string>>(
            async () => await bus.ListAsync(new FirewalldCall("zone", "getSources", zone), cancellationToken).ConfigureAwait(false),
            () => program.ListSourcesAsync(zone, cancellationToken)
        );

    public async ValueTask<string> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            _ = await bus.AskAsync(new FirewalldCall("", "getDefaultZone"), cancellationToken).ConfigureAwait(false);
            return "Requests go over D-Bus, and through firewall-cmd where firewalld refuses them to this program.";
        }
        catch (FirewalldBusException e) when (e.Hangs)
        {
            return "firewalld hangs: requests over D-Bus fail, and firewall-cmd isn't tried.";
        }
        catch (FirewalldBusException e)
        {
            return $"Requests go through firewall-cmd, as D-Bus fails: {e.Message.TrimEnd('.')}.";
        }
    }

    public void Dispose()
    {
        bus.Dispose();
        program.Dispose();
    }

    /// <summary>Makes a request for each address, until one fails in a way that the others would, too.</summary>
    /// <returns>Those that firewall-cmd is to try.</returns>
    private static async ValueTask<List<AddressPrefix>> AskAsync(
        IReadOnlyList<AddressPrefix> addresses,
        FirewalldMessages messages,
        Func<AddressPrefix, Task<FirewalldBusException?>> change
    )
    {
        var done = 0;
        List<AddressPrefix> left = [];
        foreach (var part in addresses.Chunk(RequestsAtOnce))
        {
            var answers = await Task.WhenAll(part.Select(change)).ConfigureAwait(false);
            done += part.Length;
            foreach (var (address, error) in part.Zip(answers))
            {
                Note(messages, left, address, error);
            }

            if (Array.Find(answers, static error => error is { Hangs: true }) is { } hang)
            {
                foreach (var address in left.Concat(addresses.Skip(done)))
                {
                    messages.Add(address, hang.Message);
                }

                return [];
            }

            if (answers.Any(static error => error is { IsRefusal: false }))
            {
                break;
            }
        }

        return [.. left, .. addresses.Skip(done)];
    }

    private static void Note(FirewalldMessages messages, List<AddressPrefix> left, AddressPrefix address, FirewalldBusException? error)
    {
        switch (error)
        {
            case null:
                // It may have changed another zone than the one that is listed.
                messages.AddUncertain(address, "firewalld reported success but changed nothing.");
                break;
            case { IsRefusal: true }:
                messages.Add(address, error.Message);
                break;
            case { IsUnanswered: true }:
                messages.AddUncertain(address, error.Message);
                break;
            default:
                left.Add(address);
                break;
        }
    }

    private static async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read, Func<ValueTask<T>> otherwise)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (FirewalldBusException e) when (e.Hangs)
        {
            throw new FirewallException($"{e.Message}.");
        }
        catch (FirewalldBusException)
        {
            // firewall-cmd can, or says why not.
            return await otherwise().ConfigureAwait(false);
        }
    }

    private async ValueTask<string[]> ListPermanentAsync(
        FirewalldPlace place,
        string part,
        string find,
        string list,
        CancellationToken cancellationToken
    )
    {
        var name = place.Name ?? await bus.AskAsync(new FirewalldCall("", "getDefaultZone"), cancellationToken).ConfigureAwait(false);
        var path = await bus.AskAsync(new FirewalldCall("config", find, name) { Path = FirewalldBus.Path + "/config" }, cancellationToken)
            .ConfigureAwait(false);
        return await bus.ListAsync(new FirewalldCall("config." + part, list) { Path = path }, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<FirewallAttempt> ChangeFewAsync(
        FirewalldPlace set,
        bool adds,
        AddressPrefix[] entries,
        Dictionary<AddressPrefix, string> named,
        CancellationToken cancellationToken
    )
    {
        var answers = await Task.WhenAll(
                entries.Select(address =>
                    bus.TryAsync(new FirewalldCall("ipset", adds ? "addEntry" : "removeEntry", set.Name!, $"{address}"), cancellationToken)
                )
            )
            .ConfigureAwait(false);
        if (Array.Find(answers, static error => error is { IsNoSuchSet: true }) is { } missing)
        {
            return FirewallAttempt.Failed(Explain(missing));
        }

        List<AddressPrefix> left = [];
        foreach (var (address, error) in entries.Zip(answers))
        {
            switch (error)
            {
                case null:
                    break;
                case { IsRefusal: true } or { IsUnanswered: true } or { Hangs: true }:
                    named[address] = error.Message;
                    break;
                default:
                    left.Add(address);
                    break;
            }
        }

        return left.Count == 0
            ? FirewallAttempt.Done()
            : await FinishAsync(set, adds, entries, [.. left], named, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has firewall-cmd change what is left of a few entries.</summary>
    private async ValueTask<FirewallAttempt> FinishAsync(
        FirewalldPlace set,
        bool adds,
        AddressPrefix[] entries,
        AddressPrefix[] left,
        Dictionary<AddressPrefix, string> named,
        CancellationToken cancellationToken
    )
    {
        var attempt = await program.ChangeEntriesAsync(set, adds, left, named, cancellationToken).ConfigureAwait(false);
        if (attempt.IsSuccess || left.Length == entries.Length)
        {
            return attempt;
        }

        // A failure would stand for those that firewalld changed already.
        foreach (var address in left)
        {
            named.TryAdd(address, attempt.Text);
        }

        return FirewallAttempt.Done();
    }

    private static string Explain(FirewalldBusException error) => $"firewalld: {error.Message}";
}
