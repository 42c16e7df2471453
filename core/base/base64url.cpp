#include "core/base/base64url.h"

namespace wharf {

std::optional<QByteArray> decodeBase64Url(QByteArrayView text)
{
    const auto result = QByteArray::fromBase64Encoding(
        text.toByteArray(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!result)
        return std::nullopt;
    // Qt forgives padding and leftover bits; one value shall have one spelling here.
    const QByteArray again = result.decoded.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    if (again != text)
        return std::nullopt;
    return result.decoded;
}

} // namespace wharf
