using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Options for the deny file of TCP wrappers.</summary>
public sealed record HostsDenyOptions
{
    private readonly string? _file;

    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>host-deny</c>, as in OSSEC and Wazuh.</summary>
    public string Name { get; init; } = "host-deny";

    /// <summary>The file of TCP wrappers that denies addresses. Default: <c>hosts.deny</c>.</summary>
    public HostsDenyForm Form { get; init; } = HostsDenyForm.DenyFile;

    /// <summary>The file that libwrap reads: a full path; a symbolic link is followed. Default: <c>/etc/hosts.deny</c>, or
    /// <c>/etc/hosts.allow</c> with that form.</summary>
    public string File
    {
        get => _file ?? (Form == HostsDenyForm.AllowFileDeny ? "/etc/hosts.allow" : "/etc/hosts.deny");
        init => _file = value;
    }

    /// <summary>How long a batch or listing waits in total for other processes to release the file. 0 to 10 minutes. Default: 10
    /// seconds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many times a batch is tried when others keep editing the file. 1 to 100. Default: 5.</summary>
    public int EditAttempts { get; init; } = 5;

    /// <summary>The maximum file size in bytes; larger files fail the batch. 4 KiB to 1 GiB. Default: 64 MiB.</summary>
    public int MaxFileBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The maximum number of blocks: libwrap reads the whole file for each connection. Beyond it the oldest are lifted. 1 to
    /// 1,000,000. Default: 10,000, about 25 ms per connection.</summary>
    public int MaxEntries { get; init; } = 10_000;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(HostsDenyOptions))
            .NotBlank(Name)
            .Defined(Form)
            .FilePath(File)
            .Range(LockTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10))
            .Range(EditAttempts, 1, 100)
            .Range(MaxEntries, 1, 1_000_000)
            .Range(MaxFileBytes, 4096, 1 << 30)
            .ThrowIfAny();
}
