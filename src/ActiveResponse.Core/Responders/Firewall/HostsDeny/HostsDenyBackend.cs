using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Blocks by lines in the deny file of TCP wrappers, as <c>host-deny</c> of OSSEC and Wazuh does, but exact and without
/// loss.</summary>
internal sealed class HostsDenyBackend : IFirewallBackend
{
    private readonly HostsDenyOptions _options;
    private readonly IFileSystem _files;
    private readonly INativeFiles _native;
    private readonly HostsDenyFile _file;

    /// <summary>The backend for one deny file of this host.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public HostsDenyBackend(HostsDenyOptions options, TimeProvider clock)
        : this(options, new FileSystem(), NativeFiles.OfThisHost(clock)) { }

    /// <summary>The backend for one deny file of a file system.</summary>
    /// <param name="options">Which file, under what name.</param>
    /// <param name="files">The file system.</param>
    /// <param name="native">What it does beyond its words.</param>
    /// <param name="beforeWrite">Called between reading and writing.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public HostsDenyBackend(HostsDenyOptions options, IFileSystem files, INativeFiles native, Action? beforeWrite = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (_options, _files, _native) = (options, files, native);
        _file = new HostsDenyFile(options, native) { BeforeWrite = beforeWrite };
    }

    public string Name => _options.Name;

    /// <summary>So many lines the file may have of ours.</summary>
    internal int MaxEntries => _options.MaxEntries;

    public string Place => $"{(_options.Form == HostsDenyForm.DenyFile ? "host-deny" : "hosts-allow")}:{_options.File}";

    /// <summary>Which file of this host it is, behind all links.</summary>
    internal string Identity
    {
        get
        {
            try
            {
                var file = FileLinks.Resolve(_files, _files.Path.GetFullPath(_options.File));
                return $"host-deny {_native.IdentityOf(_files.Path.GetDirectoryName(file) ?? "/")} {_files.Path.GetFileName(file)}";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"host-deny {_options.File}";
            }
        }
    }

    public FirewallCapabilities Capabilities { get; } =
        new()
        {
            IPv6 = true,
            Prefixes = true,
            KernelExpiry = false,
            Batches = true,
            Enumeration = true,
            MarksEntries = true,
            KeepsEnds = true,
            EndsLiveFlows = false,
            Ownership = FirewallOwnership.Shared,
        };

    public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(
            IsSupported
                ? HostsDenyProbe.Run(_files, _native, _options.File, _options.Form)
                : new FirewallProbe(IsUsable: false, HostsDenyProbe.NotLinux)
        );
    }

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(adds);
        ArgumentNullException.ThrowIfNull(removes);
        try
        {
            RequireSupport();
            return await _file
                .EditAsync(document => Edit(document, adds, removes), removesLock: false, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var failed = ResponderResult.Failed(e.Message);
            return new FirewallBatchResult([.. adds.Select(_ => failed)], [.. removes.Select(_ => failed)]);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file can't be read: that isn't the same as nothing being there.</exception>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        RequireSupport();
        return await _file.ReadAsync(document => document.Entries, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file can't be changed.</exception>
    public async ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        RequireSupport();
        await _file.EditAsync(RemoveAll, removesLock: true, cancellationToken).ConfigureAwait(false);
    }

    // Removes first: an address that is in both is blocked afterwards, which is the safer mistake.
    private static FirewallBatchResult Edit(
        HostsDenyDocument document,
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes
    )
    {
        ResponderResult[] removed = [.. removes.Select(document.Remove)];
        return new FirewallBatchResult([.. adds.Select(document.Add)], removed);
    }

    private static int RemoveAll(HostsDenyDocument document)
    {
        var entries = document.Entries;
        foreach (var entry in entries)
        {
            document.Remove(entry.Address);
        }

        return entries.Count;
    }

    // A file system of one's own is of no system.
    private bool IsSupported => OperatingSystem.IsLinux() || _files is not FileSystem;

    private void RequireSupport()
    {
        if (!IsSupported)
        {
            throw new IOException(HostsDenyProbe.NotLinux);
        }
    }
}
