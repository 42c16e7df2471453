#include "app/wharfinger/fonts_ahead.h"

#include <QtGlobal>

#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
#include <fontconfig/fontconfig.h>
#include <locale.h>
#endif

namespace wharf {

#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)

namespace {

void readFontconfig()
{
    // Qt sets the program's locale meanwhile; with one of its own this thread never looks at that.
    const locale_t own = ::newlocale(LC_ALL_MASK, "C", nullptr);
    const locale_t before = ::uselocale(own);
    FcInit(); // may run in any thread since fontconfig 2.10.91
    ::uselocale(before);
    if (own)
        ::freelocale(own);
}

} // namespace

FontsAhead::FontsAhead()
    : m_reader(&readFontconfig)
{
}

#else

FontsAhead::FontsAhead() = default;

#endif

void FontsAhead::wait()
{
    if (m_reader.joinable())
        m_reader.join();
}

} // namespace wharf
