using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>A network namespace of a test: an interface of its own, addresses, and a packet filter nobody else has.</summary>
internal sealed partial class NetworkNamespace(string name) : ICommandRunner
{
    private const int NewNetwork = 0x40000000;

    private readonly CommandRunner _runner = new(TimeProvider.System);

    /// <summary>Sees each run before it happens, and may change it or answer in its place.</summary>
    public Func<CommandInvocation, Func<CommandInvocation, ValueTask<CommandResult>>, ValueTask<CommandResult>>? Intercept { get; set; }

    public string Name => name;

    /// <summary>How often nft was run for what is tested.</summary>
    public int Runs { get; private set; }

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        Runs++;
        return Intercept is { } intercept ? intercept(command, Inside) : Inside(command);

        ValueTask<CommandResult> Inside(CommandInvocation what) =>
            _runner.RunAsync(
                what with
                {
                    Executable = "ip",
                    Arguments = ["netns", "exec", name, what.Executable, .. what.Arguments],
                },
                cancellationToken
            );
    }

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("nft is no talker");

    /// <summary>Runs a program in the namespace, past what is tested; it must succeed.</summary>
    public Task<string> ExecAsync(params string[] command) => NetworkLab.RunAsync("ip", ["netns", "exec", name, .. command]);

    /// <summary>Runs a script of nft in the namespace, past what is tested; it must succeed.</summary>
    public async Task NftAsync(string script)
    {
        var command = new CommandInvocation("ip", "netns", "exec", name, "nft", "-f", "-")
        {
            StandardInput = System.Text.Encoding.ASCII.GetBytes(script + "\n"),
        };
        var result = await _runner.RunAsync(command, CancellationToken.None);
        result.IsSuccess.Should().BeTrue(result.ErrorText);
    }

    /// <summary>A socket stays in the namespace it was made in, whoever uses it; only making it needs a thread that is there.</summary>
    public Socket Socket(AddressFamily family)
    {
        Socket? socket = null;
        var error = 0;
        var thread = new Thread(() =>
        {
            using var handle = File.OpenHandle($"/run/netns/{name}");
            error = Enter((int)handle.DangerousGetHandle(), NewNetwork);
            socket = error == 0 ? new Socket(family, SocketType.Stream, ProtocolType.Tcp) : null;
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException("can't enter the namespace");
    }

    /// <summary>Opens a netlink socket to the packet filter of the namespace.</summary>
    public INetlinkSocket? Netlink(out int error)
    {
        INetlinkSocket? socket = null;
        var why = 0;
        var thread = new Thread(() =>
        {
            using var handle = File.OpenHandle($"/run/netns/{name}");
            socket =
                Enter((int)handle.DangerousGetHandle(), NewNetwork) == 0
                    ? NetlinkSocket.Open(out why)
                    : throw new InvalidOperationException("can't enter the namespace");
        });
        thread.Start();
        thread.Join();
        error = why;
        return socket;
    }

    /// <summary>Runs work on a thread that has entered the namespace; it ends with the work, so nobody else finds himself in it.</summary>
    public void Run(Action work)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/run/netns/{name}");
                Enter((int)handle.DangerousGetHandle(), NewNetwork).Should().Be(0);
                work();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    public Socket Listen(IPAddress address)
    {
        var socket = Socket(address.AddressFamily);
        socket.Bind(new IPEndPoint(address, 0));
        socket.Listen();
        return socket;
    }

    [LibraryImport("libc", EntryPoint = "setns")]
    private static partial int Enter(int file, int type);
}
