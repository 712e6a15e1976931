package dev.trunkline.bare;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** All that the executable does with which the start is compared: one answer. */
@Path("/api/v1/streaming/health")
public class BareAnswer {

    @GET
    public String ok() {
        return "OK";
    }
}
