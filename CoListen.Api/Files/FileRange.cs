using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace CoListen.Api.Files;

/// <summary>The range of a file that a request asks for, and the status of the answer.</summary>
/// <param name="Status">200, 206, 304 or 416.</param>
/// <param name="From">First byte to send.</param>
/// <param name="Length">Bytes to send.</param>
internal sealed record FileRange(int Status, long From, long Length)
{
    /// <summary>
    /// Evaluates the conditions and the range of a request: RFC 9110, sections 13.2.2 (order) and 14.2 (only GET has ranges). Several
    /// ranges and invalid ones ask for the whole file.
    /// </summary>
    /// <param name="isGet">Whether the method is GET.</param>
    /// <param name="asked">The headers of the request.</param>
    /// <param name="tag">The strong entity tag of the file.</param>
    /// <param name="modified">The modification time of the file, in whole seconds.</param>
    /// <param name="size">The size of the file in bytes.</param>
    public static FileRange Of(bool isGet, RequestHeaders asked, EntityTagHeaderValue tag, DateTimeOffset modified, long size)
    {
        if (IsUnchanged(asked, tag, modified)) return new FileRange(StatusCodes.Status304NotModified, 0, 0);

        if (isGet && MayBePartial(asked.IfRange, tag, modified) && OnlyRange(asked.Range) is { } range)
        {
            return Within(range, size) is var (from, length)
                ? new FileRange(StatusCodes.Status206PartialContent, from, length)
                : new FileRange(StatusCodes.Status416RangeNotSatisfiable, 0, 0);
        }

        return new FileRange(StatusCodes.Status200OK, 0, size);
    }

    private static bool IsUnchanged(RequestHeaders asked, EntityTagHeaderValue tag, DateTimeOffset modified) =>
        asked.IfNoneMatch is { Count: > 0 } tags
            ? tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false))
            : asked.IfModifiedSince >= modified;

    private static bool MayBePartial(RangeConditionHeaderValue? wanted, EntityTagHeaderValue tag, DateTimeOffset modified) => wanted switch
    {
        null => true,
        { EntityTag: { } known } => known.Compare(tag, useStrongComparison: true),
        _ => wanted.LastModified == modified,
    };

    private static RangeItemHeaderValue? OnlyRange(RangeHeaderValue? header) =>
        header is { Ranges.Count: 1 } && header.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase) ? header.Ranges.Single() : null;

    private static (long From, long Length)? Within(RangeItemHeaderValue range, long size)
    {
        if (range.From is { } from)
        {
            return from < size ? (from, Math.Min(range.To ?? long.MaxValue, size - 1) - from + 1) : null;
        }

        var last = Math.Min(range.To ?? 0, size);
        return last > 0 ? (size - last, last) : null;
    }
}
