using TagLib;
using TagLib.Ogg;

namespace CoListen.Api.Library.Scan;

/// <summary>Lets TagLib#'s Ogg reader understand Opus (RFC 7845), which releases before 2.2 do not.</summary>
internal sealed class OpusCodec : Codec, IAudioCodec
{
    private const int GranulesPerSecond = 48_000;
    private const int SmallestHead = 19;

    private int channels;
    private int preSkip;
    private ByteVector? comment;

    private OpusCodec()
    {
    }

    public override string Description => "Opus";

    public override MediaTypes MediaTypes => MediaTypes.Audio;

    public override ByteVector CommentData => comment!;

    public int AudioBitrate => 0;

    public int AudioSampleRate => GranulesPerSecond;

    public int AudioChannels => channels;

    /// <summary>Makes it known to TagLib#, once a process.</summary>
    public static void Register() => AddCodecProvider(packet => packet.StartsWith("OpusHead") ? new OpusCodec() : null);

    public override bool ReadPacket(ByteVector packet, int index)
    {
        if (index == 0)
        {
            if (packet.Count < SmallestHead)
            {
                throw new CorruptFileException("The Opus head is too short.");
            }

            channels = packet[9];
            preSkip = packet[10] | (packet[11] << 8);
        }
        else if (comment is null && packet.StartsWith("OpusTags"))
        {
            comment = packet.Mid("OpusTags".Length);
        }

        return comment is not null;
    }

    public override TimeSpan GetDuration(long firstGranularPosition, long lastGranularPosition) =>
        TimeSpan.FromSeconds(Math.Max(0, lastGranularPosition - firstGranularPosition - preSkip) / (double)GranulesPerSecond);

    public override void SetCommentPacket(ByteVectorCollection packets, XiphComment comment) =>
        throw new NotSupportedException("The library only reads.");
}
