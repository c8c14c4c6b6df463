namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Creates our two sets and binds them to the zone; removes them again.</summary>
/// <remarks>firewalld creates sets in its permanent configuration only, and applies them with a reload.</remarks>
internal sealed class FirewalldSetInstaller(FirewalldProgram program, IFirewalldTransport transport, FirewalldIpsetOptions options)
{
    /// <summary>The short description of our sets.</summary>
    private const string Mark = "active-response";

    private readonly string[] _names = [options.Set + "4", options.Set + "6"];

    /// <summary>Ensures that the sets exist and are in force.</summary>
    /// <exception cref="FirewallException">They can't be created, aren't ours, or need a reload that isn't allowed.</exception>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        if (await FindUnboundAsync(cancellationToken).ConfigureAwait(false) is [])
        {
            return;
        }

        var running = await WordsAsync(["--get-ipsets"], cancellationToken).ConfigureAwait(false);
        if (!_names.All(running.Contains))
        {
            await InstallAsync(cancellationToken).ConfigureAwait(false);
        }

        // Someone may have removed a set from the zone: its entries then block nothing.
        foreach (var name in await FindUnboundAsync(cancellationToken).ConfigureAwait(false))
        {
            await program.RunAsync([$"--zone={options.Zone}", $"--add-source={Source(name)}"], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The names of the sets that aren't sources of the zone: their entries block nothing.</summary>
    public async ValueTask<string[]> FindUnboundAsync(CancellationToken cancellationToken)
    {
        var sources = await transport.ListSourcesAsync(options.Zone, cancellationToken).ConfigureAwait(false);
        return [.. _names.Where(name => !sources.Contains(Source(name)))];
    }

    /// <summary>Removes the sets. Where a reload isn't allowed, empty ones stay in force, bound to nothing, until the next one.</summary>
    public async ValueTask RemoveAsync(CancellationToken cancellationToken)
    {
        var kept = await WordsAsync(["--permanent", "--get-ipsets"], cancellationToken).ConfigureAwait(false);
        foreach (var name in _names.Where(kept.Contains))
        {
            await RequireOursAsync(name, cancellationToken).ConfigureAwait(false);
            await UnbindAsync(["--permanent"], name, cancellationToken).ConfigureAwait(false);
            await program.RunAsync(["--permanent", $"--delete-ipset={name}"], cancellationToken).ConfigureAwait(false);
        }

        var running = await WordsAsync(["--get-ipsets"], cancellationToken).ConfigureAwait(false);
        if (!_names.Any(running.Contains))
        {
            return;
        }

        foreach (var name in _names.Where(running.Contains))
        {
            await UnbindAsync([], name, cancellationToken).ConfigureAwait(false);
        }

        if (await WhyNoReloadAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            await program.RunAsync(["--reload"], cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask InstallAsync(CancellationToken cancellationToken)
    {
        // Checked before any change: ours would make the two configurations differ.
        var whyNot = await WhyNoReloadAsync(cancellationToken).ConfigureAwait(false);
        if (whyNot is not null && options.Reload != FirewalldReload.Never)
        {
            throw new FirewallException(whyNot);
        }

        var kept = await WordsAsync(["--permanent", "--get-ipsets"], cancellationToken).ConfigureAwait(false);
        var sources = await WordsAsync(["--permanent", $"--zone={options.Zone}", "--list-sources"], cancellationToken)
            .ConfigureAwait(false);
        foreach (var name in _names)
        {
            if (kept.Contains(name))
            {
                await RequireOursAsync(name, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await CreateAsync(name, cancellationToken).ConfigureAwait(false);
            }

            if (!sources.Contains(Source(name)))
            {
                await program
                    .RunAsync(["--permanent", $"--zone={options.Zone}", $"--add-source={Source(name)}"], cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        if (whyNot is not null)
        {
            throw new FirewallException(whyNot);
        }

        await program.RunAsync(["--reload"], cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask CreateAsync(string name, CancellationToken cancellationToken)
    {
        string[] family = name.EndsWith('6') ? ["--option=family=inet6"] : [];
        await program
            .RunAsync(
                ["--permanent", $"--new-ipset={name}", "--type=hash:ip", .. family, $"--option=maxelem={options.MaxElements}"],
                cancellationToken
            )
            .ConfigureAwait(false);
        await program.RunAsync(["--permanent", $"--ipset={name}", $"--set-short={Mark}"], cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<string?> WhyNoReloadAsync(CancellationToken cancellationToken) =>
        options.Reload switch
        {
            FirewalldReload.Always => null,
            FirewalldReload.Never =>
                $"the sets {_names[0]} and {_names[1]} are in firewalld's permanent configuration but not in force yet. "
                    + "Reload it (firewall-cmd --reload).",
            _ => await new FirewalldReloadCheck(program, _names).FindAsync(cancellationToken).ConfigureAwait(false) is { } difference
                ? $"the sets need a reload of firewalld, which would change more: {difference}. Resolve the difference (firewall-cmd "
                    + "--runtime-to-permanent keeps the runtime configuration), or allow any reload."
                : null,
        };

    private async ValueTask UnbindAsync(string[] scope, string name, CancellationToken cancellationToken)
    {
        var sources = await WordsAsync([.. scope, $"--zone={options.Zone}", "--list-sources"], cancellationToken).ConfigureAwait(false);
        if (sources.Contains(Source(name)))
        {
            await program
                .RunAsync([.. scope, $"--zone={options.Zone}", $"--remove-source={Source(name)}"], cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async ValueTask RequireOursAsync(string name, CancellationToken cancellationToken)
    {
        var mark = await program.RunAsync(["--permanent", $"--ipset={name}", "--get-short"], cancellationToken).ConfigureAwait(false);
        if (mark.Trim() != Mark)
        {
            throw new FirewallException($"firewalld has a set {name} that isn't ours. Set another name for ours.");
        }
    }

    private async ValueTask<string[]> WordsAsync(string[] arguments, CancellationToken cancellationToken) =>
        (await program.RunAsync(arguments, cancellationToken).ConfigureAwait(false)).Split(
            [' ', '\n'],
            StringSplitOptions.RemoveEmptyEntries
        );

    private static string Source(string name) => $"ipset:{name}";
}
