#include "tests/push/byte_size.h"

namespace wharf::rig {

qint64 byteSize(const QString &text)
{
    qint64 unit = 1;
    switch (text.isEmpty() ? ' ' : text.back().toLatin1()) {
    case 'k': unit = 1000; break;
    case 'M': unit = 1'000'000; break;
    case 'G': unit = 1'000'000'000; break;
    default: break;
    }
    bool isNumber = false;
    const qint64 number = text.chopped(unit == 1 ? 0 : 1).toLongLong(&isNumber);
    return isNumber && number >= 0 ? number * unit : -1;
}

} // namespace wharf::rig
