import { NextResponse } from "next/server";
import { load } from "@/lib/api/server";
import { url } from "@/lib/api/url";
import { fromShortId } from "@/lib/short-id";

/** A short link leads to the clip's page; what cannot be seen gets that page's own words. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id: short } = await params;
  const id = fromShortId(short);
  const { data } = id ? await load(url("/videos/{id}", { path: { id } })) : { data: null };
  const to = data ? data.url : id ? `/@_/video/${id}` : "/not-found";
  // Relative: behind the gateway this server does not know its public name.
  return new NextResponse(null, { status: 302, headers: { Location: encodeURI(decodeURI(to)) } });
}
